//! Which dimensions must be looked at together.

use std::collections::BTreeSet;

/// Some dimensions, by number.
pub(super) type Dimensions = BTreeSet<usize>;

/// Dimensions that are looked at together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) dimensions: Dimensions,
    /// The number of another block, and the dimensions of this one that are in it: all that are in any block but those
    /// that are joined to this one. The last block that is left is joined to none.
    pub(super) joined: Option<(usize, Dimensions)>,
}

/// Puts sets of dimensions, those that tables have, together in blocks that form a tree.
///
/// Tables of people for each block that agree on the dimensions by which they are joined are always those of one table
/// of people over all dimensions, in whole numbers: of two joined blocks, there are as many people in each class of the
/// dimensions that they share, and these can be paired off in any way. So nothing is lost by looking at blocks rather
/// than at all dimensions together, of which there would be too many classes. Where the sets do not form a tree, those
/// with the fewest classes are put together until they do.
pub(super) fn blocks(sets: impl IntoIterator<Item = Dimensions>, sizes: &[usize]) -> Vec<Block> {
    let mut sets: BTreeSet<Dimensions> = sets.into_iter().collect();
    loop {
        let largest: Vec<Dimensions> = sets
            .iter()
            .filter(|set| !sets.iter().any(|other| other != *set && set.is_subset(other)))
            .cloned()
            .collect();
        if let Some(tree) = tree(&largest) {
            return tree;
        }
        let pairs = largest
            .iter()
            .enumerate()
            .flat_map(|(number, one)| largest.iter().skip(number + 1).map(move |other| one | other));
        let classes = |union: &Dimensions| {
            union
                .iter()
                .filter_map(|dimension| sizes.get(*dimension))
                .fold(1_usize, |all, size| all.saturating_mul(*size))
        };
        sets.extend(pairs.min_by_key(classes));
    }
}

/// The tree that sets form, if they do: as long as there are two, one of them shares with all others only what it
/// shares with a single one (Graham's reduction of acyclic hypergraphs).
fn tree(sets: &[Dimensions]) -> Option<Vec<Block>> {
    let mut left: Vec<(usize, &Dimensions)> = sets.iter().enumerate().collect();
    let mut blocks: Vec<Block> =
        sets.iter().map(|dimensions| Block { dimensions: dimensions.clone(), joined: None }).collect();
    while left.len() > 1 {
        let (ear, joined) = left.iter().find_map(|(ear, dimensions)| {
            let others = || left.iter().filter(|(other, _)| other != ear);
            let shared: Dimensions = dimensions
                .iter()
                .copied()
                .filter(|shared| others().any(|(_, other)| other.contains(shared)))
                .collect();
            let (other, _) = others().find(|(_, other)| shared.is_subset(other))?;
            Some((*ear, (*other, shared)))
        })?;
        left.retain(|(other, _)| *other != ear);
        blocks.get_mut(ear)?.joined = Some(joined);
    }
    Some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dimensions of a block, the block it is joined to, and by what.
    type Told = (Vec<usize>, Option<(usize, Vec<usize>)>);

    fn of<const N: usize>(sets: [&[usize]; N]) -> Vec<Told> {
        let sets = sets.map(|set| set.iter().copied().collect());
        let told = |block: Block| {
            let joined = block.joined.map(|(other, shared)| (other, shared.into_iter().collect()));
            (block.dimensions.into_iter().collect(), joined)
        };
        blocks(sets, &[2, 3, 4, 5]).into_iter().map(told).collect()
    }

    #[test]
    fn a_set_within_another_is_one_block_with_it() {
        assert_eq!(of([&[0], &[0, 1], &[]]), [(vec![0, 1], None)]);
        assert_eq!(of([&[]]), [(vec![], None)]);
    }

    #[test]
    fn sets_that_share_a_dimension_are_joined_by_it() {
        let tree = of([&[0, 1], &[0, 2], &[3]]);
        assert_eq!(tree[0], (vec![0, 1], Some((1, vec![0]))));
        assert_eq!(tree[1], (vec![0, 2], Some((2, vec![]))));
        assert_eq!(tree[2], (vec![3], None));
    }

    #[test]
    fn sets_in_a_ring_are_put_together_the_smallest_first() {
        assert_eq!(of([&[0, 1], &[1, 2], &[0, 2]]), [(vec![0, 1, 2], None)]);
        let ring = of([&[0, 1], &[1, 2], &[2, 3], &[0, 3]]);
        assert_eq!(ring.len(), 2);
        assert!(ring.iter().all(|(dimensions, _)| dimensions.len() == 3));
    }
}
