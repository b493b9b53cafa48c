//! The verbs of a staff network: one method per thing a person does, over any store.
