//! Numbers by their place in an order.

/// The number in the middle, or half-way between the two in the middle; nothing of none.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count.is_multiple_of(2) => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

/// The least number that at least that part of a hundred does not exceed; 0 of none.
pub(super) fn percentile(mut values: Vec<f64>, part: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * part).div_ceil(100).saturating_sub(1);
    values.get(rank).copied().unwrap_or(0.0)
}
