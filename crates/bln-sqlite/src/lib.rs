//! A staff network in one SQLite file: durable group commit, bounded queue, readers that never block it.
