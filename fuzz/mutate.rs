//! Another input out of one that is JSON, or lines of it, and stays so: a value is changed, left out or there twice. Bytes
//! that change by chance are seldom JSON any more, and nothing behind the reader of JSON sees them.

use serde_json::{Value, json};

/// What notices say at many places.
const WORDS: [&str; 8] =
    ["", "active", "cancelled", "award", "contractAmendment", "EUR", "2027-03-31", "2028-03-31T00:00:00Z"];

/// As the engine asks for it. Every other time bytes change, so that what is no JSON is tried as well.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let other = if seed.is_multiple_of(2) { another(&data[..size], seed / 2) } else { None };
    match other.filter(|other| other.len() <= most) {
        Some(other) => {
            data[..other.len()].copy_from_slice(&other);
            other.len()
        }
        None => libfuzzer_sys::fuzzer_mutate(data, size, most),
    }
}

fn another(input: &[u8], seed: u32) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(input).ok()?;
    if let Ok(whole) = serde_json::from_str(text) {
        return Some(changed(whole, seed).to_string().into_bytes());
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = seed as usize % lines.len().max(1);
    let line = lines.get_mut(at)?;
    *line = changed(serde_json::from_str(line).ok()?, seed / 7).to_string();
    Some((lines.join("\n") + "\n").into_bytes())
}

fn changed(mut json: Value, seed: u32) -> Value {
    let mut left = seed % count(&json);
    change(&mut json, &mut left, seed >> 8);
    json
}

fn count(json: &Value) -> u32 {
    let within: u32 = match json {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum(),
        _ => 0,
    };
    within + 1
}

/// Changes the value that stands so far from the beginning.
fn change(json: &mut Value, left: &mut u32, chance: u32) -> bool {
    if *left == 0 {
        *json = other(json, chance);
        return true;
    }
    *left -= 1;
    match json {
        Value::Array(items) => items.iter_mut().any(|item| change(item, left, chance)),
        Value::Object(entries) => entries.values_mut().any(|entry| change(entry, left, chance)),
        _ => false,
    }
}

fn other(json: &Value, chance: u32) -> Value {
    let at = |length: usize| chance as usize % length.max(1);
    match json {
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let others = [0.0, -1.0, number - 1.0, number / 2.0, number * 2.0, number * 1e6];
            json!(others[at(others.len())])
        }
        Value::String(text) => match chance % 4 {
            0 => Value::Null,
            1 => json!(format!("{text} {text}")),
            2 => json!(text.chars().skip(1).collect::<String>()),
            _ => json!(WORDS[chance as usize / 4 % WORDS.len()]),
        },
        Value::Array(items) => {
            let mut items = items.clone();
            match items.get(at(items.len())).cloned() {
                Some(item) if chance % 3 > 0 => items.push(item),
                Some(_) => drop(items.remove(at(items.len()))),
                None => {}
            }
            Value::Array(items)
        }
        Value::Object(entries) => {
            let mut entries = entries.clone();
            if let Some(key) = entries.keys().nth(at(entries.len())).cloned() {
                entries.remove(&key);
            }
            Value::Object(entries)
        }
        other => json!(other.to_string()),
    }
}
