//! The store in memory keeps the contract.

bln_conformance::suite!(async { bln_store::MemoryStore::new() });
