//! Reports, reviews and data sets, and the figures they state.
