//! The persistence port of a staff network: small traits, one atomic commit, and a memory store as specification.
