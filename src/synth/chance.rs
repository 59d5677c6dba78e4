//! Random choices that are the same on every run: streams by purpose, hashes by index, and a few distributions.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for; each has its own, so that more draws for one leave the others as they were.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    People = 1,
    Jobs,
    Places,
    Routes,
    Days,
    Spread,
    Scans,
    Forms,
    Seeds,
    Cases,
}

/// The `n`th stream for `purpose`.
pub(super) fn stream(seed: u64, purpose: Purpose, n: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(((purpose as u64) << 48) | n);
    rng
}

/// A well mixed number that depends on all three and on nothing else (the finaliser of splitmix64).
pub(super) const fn hash(seed: u64, purpose: u64, n: u64) -> u64 {
    let mut z =
        seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n.wrapping_mul(0xd134_2543_de82_ef95);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A hash as a fraction in `[0, 1)`.
pub(super) const fn fraction(hash: u64) -> f64 {
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

/// Choices by weight.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights(Vec<f64>);

impl Weights {
    pub(super) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .into_iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    /// The index that `at` in `[0, 1)` falls on; 0 where there are no weights.
    pub(super) fn at(&self, at: f64) -> usize {
        let target = at * self.0.last().copied().unwrap_or(0.0);
        self.0
            .partition_point(|&sum| sum <= target)
            .min(self.0.len().saturating_sub(1))
    }

    pub(super) fn pick(&self, rng: &mut ChaCha8Rng) -> usize {
        self.at(rng.random())
    }
}

/// A Poisson number (Knuth's product; meant for means below about 20).
pub(super) fn poisson(rng: &mut ChaCha8Rng, mean: f64) -> u32 {
    let floor = (-mean).exp();
    let mut product: f64 = rng.random();
    let mut count = 0;
    while product > floor && count < 64 {
        product *= rng.random::<f64>();
        count += 1;
    }
    count
}

/// A standard normal number (Box and Muller).
pub(super) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.random::<f64>()).cos()
}

/// A lognormal number with this median; `sigma` is the spread of its logarithm.
pub(super) fn lognormal(rng: &mut ChaCha8Rng, median: f64, sigma: f64) -> f64 {
    median * (sigma * normal(rng)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_stable_and_apart() {
        let draw = |seed, purpose, n| stream(seed, purpose, n).random::<u64>();
        assert_eq!(draw(1, Purpose::Days, 3), draw(1, Purpose::Days, 3));
        assert_ne!(draw(1, Purpose::Days, 3), draw(1, Purpose::Days, 4));
        assert_ne!(draw(1, Purpose::Days, 3), draw(1, Purpose::Spread, 3));
        assert_ne!(draw(1, Purpose::Days, 3), draw(2, Purpose::Days, 3));
    }

    #[test]
    fn weights_fall_where_they_should() {
        let weights = Weights::new([1.0, 0.0, 3.0]);
        assert_eq!(
            [0.0, 0.24, 0.26, 0.99].map(|at| weights.at(at)),
            [0, 0, 2, 2]
        );
        assert_eq!(Weights::default().at(0.5), 0);
    }

    #[test]
    fn means_are_near() {
        let mut rng = stream(7, Purpose::Days, 0);
        let n = 20_000;
        let mean = (0..n)
            .map(|_| f64::from(poisson(&mut rng, 2.5)))
            .sum::<f64>()
            / f64::from(n);
        assert!((mean - 2.5).abs() < 0.05, "{mean}");
        let mean = (0..n).map(|_| lognormal(&mut rng, 4.6, 0.42)).sum::<f64>() / f64::from(n);
        assert!((mean - 5.02).abs() < 0.08, "{mean}");
    }
}
