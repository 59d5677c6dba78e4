//! Who was at a place: columns by place and start, in shards of neighbouring places.

use rayon::prelude::*;

use super::journeys::{Journeys, Layout};
use super::radix::digits;
use crate::job::{Cancel, Cancelled, Progress};
use crate::model::time::{Seconds, Span};
use crate::model::{PersonIx, PlaceIx};

/// A visit on its way to its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrival {
    pub place: PlaceIx,
    pub start: u32,
    pub end: u32,
    pub person: PersonIx,
}

/// About so many visits are on their way to their places at a time.
const WAVE: usize = 25_000_000;
/// Below so many arrivals comparing is faster.
const FEW: usize = 2_048;
/// Blocks that share a bound of bounds.
const SUPER: usize = 64;

#[derive(Debug, Clone, Default)]
struct Shard {
    /// By place: its first visit; one more at the end.
    of_place: Vec<u32>,
    person: Vec<PersonIx>,
    start: Vec<u32>,
    end: Vec<u32>,
    /// Latest end of each block of visits, whatever their place.
    block_end: Vec<u32>,
    /// Latest end of [`SUPER`] blocks.
    super_end: Vec<u32>,
}

/// Everybody at every place. Bytes a visit: person 4, start 4, end 4, and 4 for each block of 64: 12.1.
#[derive(Debug, Clone, Default)]
pub(super) struct Venues {
    shift: u32,
    block: usize,
    shards: Vec<Shard>,
}

/// The visits to one place by start, then end and person; columns of equal length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guests<'v> {
    pub person: &'v [PersonIx],
    pub start: &'v [u32],
    pub end: &'v [u32],
}

impl Venues {
    /// Brings everybody's visits into the order of places: some shards at a time, so that only some of the visits are on
    /// their way. Progress advances by visits.
    pub fn new(
        places: usize,
        layout: Layout,
        journeys: &Journeys,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let count = places.div_ceil(1 << layout.places);
        let wave = count.div_ceil(journeys.len().div_ceil(WAVE).max(1)).max(1);
        let mut shards = Vec::with_capacity(count);
        for first in (0..count).step_by(wave) {
            let wave = first..(first + wave).min(count);
            let dealt: Vec<Vec<Vec<Arrival>>> = (0..journeys.shard_count())
                .into_par_iter()
                .map(|shard| {
                    cancel.check()?;
                    Ok(journeys.arrivals(shard, wave.clone(), layout.places))
                })
                .collect::<Result<_, _>>()?;
            let mut by_shard: Vec<Vec<Vec<Arrival>>> = wave.clone().map(|_| Vec::new()).collect();
            for parts in dealt {
                for (shard, part) in by_shard.iter_mut().zip(parts) {
                    shard.push(part);
                }
            }
            let sorted =
                by_shard
                    .into_par_iter()
                    .zip(wave)
                    .with_max_len(1)
                    .map(|(parts, number)| {
                        cancel.check()?;
                        let visits: usize = parts.iter().map(Vec::len).sum();
                        let first = number << layout.places;
                        let count = (places - first).min(1 << layout.places);
                        let shard = Shard::new(first as PlaceIx, count, parts, layout.block);
                        progress.advance(visits as u64);
                        Ok(shard)
                    });
            shards.extend(sorted.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(Self {
            shift: layout.places,
            block: layout.block,
            shards,
        })
    }

    fn range(&self, place: PlaceIx) -> (&Shard, std::ops::Range<usize>) {
        let number = (place >> self.shift) as usize;
        let local = place as usize - (number << self.shift);
        let shard = &self.shards[number];
        (
            shard,
            shard.of_place[local] as usize..shard.of_place[local + 1] as usize,
        )
    }

    /// The visits to a place.
    pub fn at(&self, place: PlaceIx) -> Guests<'_> {
        let (shard, range) = self.range(place);
        Guests {
            person: &shard.person[range.clone()],
            start: &shard.start[range.clone()],
            end: &shard.end[range],
        }
    }

    /// Calls `found` with person, start and end of each visit to `place` that shares an instant with `span`, in the
    /// order of their starts. What ended before is passed over in blocks.
    pub fn during(&self, place: PlaceIx, span: Span, mut found: impl FnMut(PersonIx, u32, u32)) {
        let (shard, range) = self.range(place);
        let starts = &shard.start[range.clone()];
        let stop = range.start + starts.partition_point(|&s| Seconds::from(s) < span.end);
        let over = |end: u32| Seconds::from(end) <= span.start;
        let mut i = range.start;
        while i < stop {
            let block = i / self.block;
            if block.is_multiple_of(SUPER) && over(shard.super_end[block / SUPER]) {
                i = (block + SUPER) * self.block;
                continue;
            }
            let next = ((block + 1) * self.block).min(stop);
            if !over(shard.block_end[block]) {
                for v in i..next {
                    if !over(shard.end[v]) {
                        found(shard.person[v], shard.start[v], shard.end[v]);
                    }
                }
            }
            i = next;
        }
    }
}

impl Shard {
    fn new(first: PlaceIx, places: usize, parts: Vec<Vec<Arrival>>, block: usize) -> Self {
        let mut arrivals: Vec<Arrival> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
        for part in parts {
            arrivals.extend(part);
        }
        sort(&mut arrivals, first, places);
        let mut of_place = vec![0u32; places + 1];
        for arrival in &arrivals {
            of_place[(arrival.place - first) as usize + 1] += 1;
        }
        for i in 0..places {
            of_place[i + 1] += of_place[i];
        }
        let end: Vec<u32> = arrivals.iter().map(|a| a.end).collect();
        let latest = |column: &[u32], of: usize| -> Vec<u32> {
            let ends = column.chunks(of).map(|b| b.iter().copied().max());
            ends.map(Option::unwrap_or_default).collect()
        };
        let block_end = latest(&end, block);
        Self {
            of_place,
            person: arrivals.iter().map(|a| a.person).collect(),
            start: arrivals.iter().map(|a| a.start).collect(),
            super_end: latest(&block_end, SUPER),
            block_end,
            end,
        }
    }
}

/// By place, start, end and person.
fn sort(arrivals: &mut Vec<Arrival>, first: PlaceIx, places: usize) {
    if arrivals.len() < FEW {
        arrivals.sort_unstable();
        return;
    }
    let starts = arrivals.iter().map(|a| a.start);
    let (low, high) = (starts.clone().min().unwrap_or(0), starts.max().unwrap_or(0));
    let mut scratch = vec![Arrival::default(); arrivals.len()];
    digits(arrivals, &mut scratch, high - low, |a| a.start - low);
    digits(arrivals, &mut scratch, places as u32 - 1, |a| {
        a.place - first
    });
    for same in arrivals.chunk_by_mut(|a, b| (a.place, a.start) == (b.place, b.start)) {
        if same.len() > 1 {
            same.sort_unstable();
        }
    }
}

/// Sorts by place and start; equals stay in their order.
pub(super) fn by_place_and_start(
    arrivals: &mut Vec<Arrival>,
    scratch: &mut Vec<Arrival>,
    places: usize,
) {
    if arrivals.len() < FEW {
        arrivals.sort_by_key(|a| (a.place, a.start));
        return;
    }
    let starts = arrivals.iter().map(|a| a.start);
    let (low, high) = (starts.clone().min().unwrap_or(0), starts.max().unwrap_or(0));
    digits(arrivals, scratch, high - low, |a| a.start - low);
    digits(arrivals, scratch, places as u32 - 1, |a| a.place);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(count: u32) -> Vec<Arrival> {
        let mut state = 1u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        (0..count)
            .map(|_| {
                let start = 1_627_000_000 + draw(4_000) * 300;
                Arrival {
                    place: 70 + draw(60),
                    start,
                    end: start + draw(20_000),
                    person: draw(500),
                }
            })
            .collect()
    }

    #[test]
    fn a_radix_sort_is_a_sort() {
        let mut by_digit = arrivals(10_000);
        let mut by_comparing = by_digit.clone();
        sort(&mut by_digit, 64, 128);
        by_comparing.sort_unstable();
        assert_eq!(by_digit, by_comparing);
    }

    #[test]
    fn blocks_hide_nobody() {
        let all = arrivals(9_000);
        for block in [1, 2, 64] {
            let shards = (0..3).map(|shard| {
                let own = |a: &&Arrival| (a.place >> 6) as usize == shard;
                let own: Vec<Arrival> = all.iter().filter(own).copied().collect();
                let (odd, even) = own.iter().partition(|a| a.person % 2 == 1);
                let first = shard << 6;
                Shard::new(
                    first as PlaceIx,
                    (140 - first).min(64),
                    vec![odd, even],
                    block,
                )
            });
            let venues = Venues {
                shift: 6,
                block,
                shards: shards.collect(),
            };
            for place in 70..130 {
                let span = Span::new(1_627_400_000, 1_627_410_000);
                let mut got = Vec::new();
                venues.during(place, span, |person, start, end| {
                    got.push((start, end, person));
                });
                let mut want: Vec<_> = all
                    .iter()
                    .filter(|a| {
                        a.place == place
                            && i64::from(a.start) < span.end
                            && i64::from(a.end) > span.start
                    })
                    .map(|a| (a.start, a.end, a.person))
                    .collect();
                want.sort_unstable();
                assert_eq!(got, want, "place {place}");
                assert_eq!(
                    venues.at(place).person.len(),
                    all.iter().filter(|a| a.place == place).count()
                );
            }
        }
    }
}
