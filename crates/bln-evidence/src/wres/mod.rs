//! The Workforce Race Equality Standard of NHS England.
