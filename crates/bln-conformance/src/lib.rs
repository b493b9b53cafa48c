//! The published proof for stores: every sentence of the persistence contract as a named test case.
