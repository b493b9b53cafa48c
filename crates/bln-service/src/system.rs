//! The clock and the random numbers of the machine, for doors to hand in.

use std::time::SystemTime;

use bln_core::Instant;
use chrono::DateTime;
use uuid::{Builder, Uuid};

use crate::{Clock, IdSource, SecretSource, SecretsUnavailable};

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port's one implementation on a real clock")]
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        Instant::new(DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH))
    }
}

/// UUIDv7 with the operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next(&self, now: Instant) -> Uuid {
        // 74 random bits: of the version 4 UUID's 122, the ten bytes that carry no version or variant.
        #[expect(clippy::disallowed_methods, reason = "this is the port's one source of randomness")]
        let random = Uuid::new_v4().into_bytes();
        let mut tail = [0_u8; 10];
        tail[..6].copy_from_slice(&random[..6]);
        tail[6..].copy_from_slice(&random[12..]);
        // Before 1970 there is no version 7: such a clock is wrong, and its ids then merely do not sort.
        let millis = u64::try_from(now.utc().timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}

/// Secrets from the operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSecrets;

impl SecretSource for SystemSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        getrandom::fill(bytes).map_err(|_| SecretsUnavailable)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn system_ids_are_version_seven_sorted_by_time_and_never_repeat() {
        let earlier: Instant = "2027-01-01T00:00:00Z".parse().unwrap();
        let later: Instant = "2027-01-01T00:00:01Z".parse().unwrap();
        let first: BTreeSet<_> = (0..1_000).map(|_| SystemIds.next(earlier)).collect();
        let second: BTreeSet<_> = (0..1_000).map(|_| SystemIds.next(later)).collect();
        assert_eq!(first.len() + second.len(), 2_000);
        assert!(first.last() < second.first());
        assert!(first.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn system_secrets_differ_in_every_part() {
        let [mut first, mut second] = [[0_u8; 64]; 2];
        SystemSecrets.fill(&mut first).unwrap();
        SystemSecrets.fill(&mut second).unwrap();
        // Each is right but for one time in 2^64.
        for (one, other) in first.chunks(8).zip(second.chunks(8)) {
            assert!(one != other && one != [0; 8]);
        }
    }
}
