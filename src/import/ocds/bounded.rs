//! JSON to a value that takes no more room than a release can need. More of it is no notice, and not read to its end.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Bytes of memory: far more than the longest notice takes.
const MOST: usize = 8 << 20;
/// What a value takes beside its text, and what the key of one takes.
const OF_VALUE: usize = 80;
const OF_KEY: usize = 48;

/// What is left of the room for one release.
pub(super) struct Room(Cell<usize>);

impl Room {
    pub(super) fn new() -> Self {
        Self(Cell::new(MOST))
    }

    /// Takes some of it.
    fn take<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or_default());
        let said = || format!("a release holds more than {} MB, as no notice does", MOST >> 20);
        left.map(drop).ok_or_else(|| E::custom(said()))
    }

    fn of_value<E: Error>(&self, text: usize, value: impl Into<Value>) -> Result<Value, E> {
        self.take(OF_VALUE + text)?;
        Ok(value.into())
    }

    /// The next entry of an object.
    pub(super) fn entry<'de, A: MapAccess<'de>>(
        &self,
        key: &str,
        entries: &mut A,
    ) -> Result<Value, A::Error> {
        self.take(OF_KEY + key.len())?;
        entries.next_value_seed(self)
    }
}

impl<'de> DeserializeSeed<'de> for &Room {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Room {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.of_value(0, Value::Null)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.of_value(0, value)
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.of_value(0, value)
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.of_value(0, value)
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.of_value(0, value)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.of_value(text.len(), text)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.take(OF_VALUE)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.take(OF_VALUE)?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = self.entry(&key, &mut entries)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
