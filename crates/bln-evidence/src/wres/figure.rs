//! Published numbers: compared and subtracted without leaving decimal digits.

use std::cmp::Ordering;

use crate::exact::{Decimal, Ratio};

/// Whether it can be a percentage of people: at most 100, as none is below zero.
pub(super) fn is_percentage(number: Decimal) -> bool {
    (0..=100 * SCALE).contains(&millionths(number))
}

/// In order of value, however many places are shown.
pub(super) fn compare(one: Decimal, other: Decimal) -> Ordering {
    millionths(one).cmp(&millionths(other))
}

/// The difference, with as many places as the finer of the two; `None` if it is too large.
pub(super) fn difference(one: Decimal, other: Decimal) -> Option<Decimal> {
    let millionths = millionths(one).checked_sub(millionths(other))?;
    Decimal::quotient(millionths, SCALE, one.places().max(other.places()))
}

/// The least and the greatest number that is shown so: half a unit of its last place either way, and never below zero.
pub(super) fn rounded_from(number: Decimal) -> Option<[Ratio; 2]> {
    let units = u128::try_from(number.units()).ok()?.checked_mul(2)?;
    let scale = 10_u128.checked_pow(number.places())?.checked_mul(2)?;
    Some([Ratio::new(units.saturating_sub(1), scale)?, Ratio::new(units.checked_add(1)?, scale)?])
}

const SCALE: i128 = 1_000_000;

fn millionths(number: Decimal) -> i128 {
    let missing = Decimal::MOST_PLACES.saturating_sub(number.places());
    number.units().saturating_mul(10_i128.saturating_pow(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<Decimal> {
        Decimal::parse(text)
    }

    #[test]
    fn a_difference_has_the_places_of_the_finer_number() {
        let of = |one, other| difference(parse(one).unwrap(), parse(other).unwrap()).unwrap().to_string();
        assert_eq!(of("2.01", "1.58"), "0.43");
        assert_eq!(of("15.6", "26.40"), "-10.80");
        assert_eq!(compare(parse("1.8").unwrap(), parse("1.80").unwrap()), Ordering::Equal);
    }

    #[test]
    fn a_printed_number_stands_for_half_a_unit_either_way() {
        let [least, greatest] = rounded_from(parse("9.6").unwrap()).unwrap();
        assert_eq!((least, greatest), (Ratio::new(955, 100).unwrap(), Ratio::new(965, 100).unwrap()));
        assert_eq!(rounded_from(parse("0").unwrap()).unwrap()[0], Ratio::new(0, 1).unwrap());
    }
}
