//! The nouns and pure decisions of an NHS staff network: members, allies, pillars, events, seats and consent.
