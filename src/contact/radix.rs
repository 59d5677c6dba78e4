//! A stable radix sort by numbers, for what there are millions of in a cache-sized part.

/// Most bits of a key that one pass looks at.
const DIGIT: u32 = 12;

/// Sorts by a key of which no value is greater than `most`; equals stay in their order.
pub(super) fn digits<T: Copy + Default>(
    items: &mut Vec<T>,
    scratch: &mut Vec<T>,
    most: u32,
    key: impl Fn(&T) -> u32,
) {
    scratch.resize(items.len(), T::default());
    let bits = u32::BITS - most.leading_zeros();
    let passes = bits.div_ceil(DIGIT);
    // Passes of one width: the narrower the digits, the fewer places are written to at once.
    let width = bits.div_ceil(passes.max(1));
    for pass_number in 0..passes {
        let shift = pass_number * width;
        pass(items, scratch, width, |a| {
            (key(a) >> shift & ((1 << width) - 1)) as usize
        });
        std::mem::swap(items, scratch);
    }
}

/// One stable pass of a radix sort.
fn pass<T: Copy>(from: &[T], to: &mut [T], width: u32, digit: impl Fn(&T) -> usize) {
    let mut next = vec![0u32; 1 << width];
    from.iter().for_each(|a| next[digit(a)] += 1);
    let mut sum = 0;
    for slot in &mut next {
        sum += std::mem::replace(slot, sum);
    }
    for item in from {
        let slot = &mut next[digit(item)];
        to[*slot as usize] = *item;
        *slot += 1;
    }
}
