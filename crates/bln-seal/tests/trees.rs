#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
//! The tree is the one of RFC 6962, and its proofs hold where they should and nowhere else.

use bln_core::Instant;
use bln_seal::{
    Checkpoint, ConsistencyProof, InclusionProof, Origin, ProofError, Tree, TreeHash, consistency_proof,
    inclusion_proof, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// The eight leaves of the test vectors of certificate-transparency, and the roots of the trees of the first 1 to 8.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(hash: TreeHash) -> String {
    hash.bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn published() -> Vec<TreeHash> {
    LEAVES.map(TreeHash::of_leaf).to_vec()
}

fn leaves(count: usize) -> Vec<TreeHash> {
    (0..count).map(|n| TreeHash::of_leaf(&n.to_be_bytes())).collect()
}

fn checkpoint(leaves: &[TreeHash]) -> Checkpoint {
    let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    Checkpoint::of(Origin::parse("network.example.org/audit").unwrap(), &leaves.iter().copied().collect(), at)
}

fn node(left: TreeHash, right: TreeHash) -> TreeHash {
    let hash = Sha256::new().chain_update([1]).chain_update(left.bytes()).chain_update(right.bytes());
    TreeHash::from_bytes(hash.finalize().into())
}

/// The largest power of two smaller than `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// MTH of RFC 6962 section 2.1, word for word.
fn naive_root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => TreeHash::from_bytes(Sha256::digest([]).into()),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(naive_root(left), naive_root(right))
        }
    }
}

/// PATH of RFC 6962 section 2.1.1, word for word.
fn naive_path(m: usize, leaves: &[TreeHash]) -> Vec<TreeHash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, beside) = if m < k {
        (naive_path(m, left), naive_root(right))
    } else {
        (naive_path(m - k, right), naive_root(left))
    };
    path.push(beside);
    path
}

/// SUBPROOF of RFC 6962 section 2.1.2, word for word.
fn naive_subproof(m: usize, leaves: &[TreeHash], whole: bool) -> Vec<TreeHash> {
    if m == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, beside) = if m <= k {
        (naive_subproof(m, left, whole), naive_root(right))
    } else {
        (naive_subproof(m - k, right, false), naive_root(left))
    };
    proof.push(beside);
    proof
}

#[test]
fn roots_and_proofs_are_the_published_ones() {
    let leaves = published();
    for (size, expected) in (1..).zip(ROOTS) {
        assert_eq!(hex(leaves[..size].iter().copied().collect::<Tree>().root()), expected);
    }
    let inclusion = inclusion_proof(&leaves, 5).unwrap();
    let expected = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(inclusion.nodes().iter().copied().map(hex).collect::<Vec<_>>(), expected);
    let consistency = consistency_proof(&leaves, 6).unwrap();
    let expected = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(consistency.nodes().iter().copied().map(hex).collect::<Vec<_>>(), expected);
}

#[test]
fn every_tree_and_proof_of_up_to_70_leaves_is_the_definition_s() {
    let all = leaves(70);
    for size in 0..=all.len() {
        let leaves = &all[..size];
        let new = checkpoint(leaves);
        assert_eq!(new.root(), naive_root(leaves));
        for at in 0..size {
            let index = u64::try_from(at).unwrap();
            let proof = inclusion_proof(leaves, index).unwrap();
            assert_eq!(proof.nodes(), naive_path(at, leaves), "{at} in {size}");
            assert_eq!(verify_inclusion(leaves[at], &proof, &new), Ok(()));
        }
        for old_size in 0..=size {
            let proof = consistency_proof(leaves, u64::try_from(old_size).unwrap()).unwrap();
            if (1..size).contains(&old_size) {
                assert_eq!(proof.nodes(), naive_subproof(old_size, leaves, true), "{old_size} in {size}");
            }
            assert_eq!(verify_consistency(&checkpoint(&leaves[..old_size]), &new, &proof), Ok(()));
        }
        assert!(inclusion_proof(leaves, u64::try_from(size).unwrap()).is_none());
        assert!(consistency_proof(leaves, u64::try_from(size + 1).unwrap()).is_none());
    }
}

/// The control: without the byte that tells leaves from nodes, one leaf that is two nodes has the root of a tree of
/// two leaves.
#[test]
fn without_domain_separation_a_shorter_history_would_have_the_same_root() {
    let plain_leaf = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    let plain_node = |left: [u8; 32], right: [u8; 32]| plain_leaf(&[left, right].concat());
    let (one, two) = (plain_leaf(b"one"), plain_leaf(b"two"));
    assert_eq!(plain_leaf(&[one, two].concat()), plain_node(one, two), "the broken tree takes it");

    let (one, two) = (TreeHash::of_leaf(b"one"), TreeHash::of_leaf(b"two"));
    let forged = TreeHash::of_leaf(&[*one.bytes(), *two.bytes()].concat());
    assert_ne!(checkpoint(&[forged]).root(), checkpoint(&[one, two]).root());
}

#[test]
fn checkpoints_of_other_histories_sizes_and_places_are_told_apart() {
    let all = leaves(9);
    let (old, new) = (checkpoint(&all[..4]), checkpoint(&all));
    let proof = consistency_proof(&all, 4).unwrap();
    assert_eq!(verify_consistency(&new, &old, &proof), Err(ProofError::Shorter));
    assert_eq!(verify_consistency(&checkpoint(&all[..5]), &new, &proof), Err(ProofError::Place));
    let elsewhere: Checkpoint = new.to_string().replace("network", "other").parse().unwrap();
    assert_eq!(verify_consistency(&old, &elsewhere, &proof), Err(ProofError::Origin));
    let mut other = all.clone();
    other.swap(0, 1);
    assert_eq!(verify_consistency(&checkpoint(&other[..4]), &new, &proof), Err(ProofError::Consistency));
    let inclusion = inclusion_proof(&all, 8).unwrap();
    assert_eq!(verify_inclusion(all[8], &inclusion, &old), Err(ProofError::Place));
    assert_eq!(verify_inclusion(all[8], &inclusion, &checkpoint(&[])), Err(ProofError::Place));
    assert_eq!(verify_inclusion(all[7], &inclusion, &new), Err(ProofError::Inclusion));
}

#[test]
fn a_tree_without_leaves_is_the_beginning_of_every_tree_and_only_that() {
    let all = leaves(3);
    let proof = consistency_proof(&all, 0).unwrap();
    assert_eq!(verify_consistency(&checkpoint(&[]), &checkpoint(&all), &proof), Ok(()));
    let text = checkpoint(&[]).to_string();
    let forged = text.replace(&checkpoint(&[]).root().to_string(), &checkpoint(&all).root().to_string());
    let forged: Checkpoint = forged.parse().unwrap();
    assert_eq!(verify_consistency(&forged, &checkpoint(&all), &proof), Err(ProofError::Consistency));
}

#[test]
fn the_text_of_a_proof_has_one_spelling() {
    let all = leaves(9);
    let (inclusion, consistency) = (inclusion_proof(&all, 3).unwrap(), consistency_proof(&all, 6).unwrap());
    let (text, other) = (inclusion.to_string(), consistency.to_string());
    assert_eq!(text.parse::<InclusionProof>().unwrap(), inclusion);
    assert_eq!(other.parse::<ConsistencyProof>().unwrap(), consistency);
    assert_eq!(other.parse::<InclusionProof>(), Err(ProofError::Format));
    let many = format!("inclusion 1\n3\n{}", format!("{}\n", all[0]).repeat(66));
    for wrong in [
        String::new(),
        "inclusion 1\n".to_owned(),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        text.replace("\n3\n", "\n03\n"),
        text.replace("\n3\n", "\n-3\n"),
        text.replace("inclusion 1", "inclusion 2"),
        text.replace('\n', "\r\n"),
        text.replace('=', ""),
        many,
    ] {
        assert_eq!(wrong.parse::<InclusionProof>(), Err(ProofError::Format), "{wrong}");
    }
    let none = inclusion_proof(&all[..1], 0).unwrap();
    assert_eq!(none.to_string().parse::<InclusionProof>().unwrap(), none);
}

proptest! {
    #[test]
    fn a_changed_proof_does_not_hold(
        size in 2..200_usize, at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(),
        bit in 0..256_usize, cut in any::<bool>(),
    ) {
        let all = leaves(size);
        let new = checkpoint(&all);
        let change = |text: String| {
            let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
            let line = 2 + which.index(lines.len() - 2);
            if cut {
                lines.remove(line);
            } else {
                let node = all.iter().chain(&[new.root()]).nth(bit % (size + 1)).unwrap().to_string();
                prop_assume!(lines[line] != node);
                lines[line] = node;
            }
            Ok(lines.join("\n") + "\n")
        };
        let index = at.index(size);
        let proof = inclusion_proof(&all, u64::try_from(index).unwrap()).unwrap();
        let changed: InclusionProof = change(proof.to_string())?.parse().unwrap();
        prop_assert_eq!(verify_inclusion(all[index], &changed, &new), Err(ProofError::Inclusion));

        let old_size = 1 + at.index(size - 1);
        let proof = consistency_proof(&all, u64::try_from(old_size).unwrap()).unwrap();
        let changed: ConsistencyProof = change(proof.to_string())?.parse().unwrap();
        let verified = verify_consistency(&checkpoint(&all[..old_size]), &new, &changed);
        prop_assert_eq!(verified, Err(ProofError::Consistency));
    }

    #[test]
    fn a_leaf_is_proved_at_its_own_place_alone(size in 2..200_usize, indices in any::<[prop::sample::Index; 2]>()) {
        let all = leaves(size);
        let [one, other] = indices.map(|index| index.index(size));
        prop_assume!(one != other);
        let proof = inclusion_proof(&all, u64::try_from(one).unwrap()).unwrap();
        prop_assert_eq!(verify_inclusion(all[other], &proof, &checkpoint(&all)), Err(ProofError::Inclusion));
        let moved = proof.to_string().replacen(&format!("\n{one}\n"), &format!("\n{other}\n"), 1);
        let moved = verify_inclusion(all[one], &moved.parse().unwrap(), &checkpoint(&all));
        prop_assert_eq!(moved, Err(ProofError::Inclusion));
    }

    /// A proof is data from outside: nothing in it makes the check panic or run on.
    #[test]
    fn any_proof_is_checked_or_refused(
        size in 0..10_usize, claimed in any::<u64>(), number in any::<u64>(),
        nodes in prop::collection::vec(0..10_usize, 0..65),
    ) {
        let all = leaves(10);
        let lines: String = nodes.iter().map(|node| format!("{}\n", all[*node])).collect();
        let small = checkpoint(&all[..size]);
        let huge: Checkpoint =
            small.to_string().replacen(&format!("\n{size}\n"), &format!("\n{claimed}\n"), 1).parse().unwrap();
        for number in [number, number % 10] {
            let inclusion = format!("inclusion 1\n{number}\n{lines}").parse().unwrap();
            let consistency = format!("consistency 1\n{number}\n{lines}").parse().unwrap();
            for new in [&small, &huge] {
                let _ = verify_inclusion(all[0], &inclusion, new);
                let _ = verify_consistency(&small, new, &consistency);
            }
        }
    }
}

#[test]
fn a_proof_for_a_million_entries_is_less_than_a_kilobyte_of_text() {
    // The form of a proof depends on place and size alone; the first place has the most nodes there are.
    let all = leaves(1 << 12);
    let nodes = inclusion_proof(&all, 0).unwrap();
    assert_eq!(nodes.nodes().len(), 12);
    let of_a_million = format!("inclusion 1\n999999\n{}", format!("{}\n", all[0]).repeat(20));
    assert!(of_a_million.parse::<InclusionProof>().is_ok());
    assert_eq!(of_a_million.len(), 919);
}
