//! The tile map: one tile of equal size for each authority, with a value printed in it.

use serde::Serialize;

use super::{Model, urls};
use crate::catalogue::{Borough, Ix};

/// The tile map.
#[derive(Clone, Debug, Serialize)]
pub struct TileMap {
    /// Codes only, for narrow columns.
    pub small: bool,
    /// One for each authority with a tile, by name.
    pub tiles: Vec<Tile>,
    /// Class and words of the key.
    pub key: Vec<(String, String)>,
    /// Why nothing is drawn, where there are too many authorities for a map.
    pub left_out: Option<String>,
}

/// Authorities that a map of the whole region has at most: the theme's grid ends there.
pub const MOST_ON_A_MAP: usize = 400;

/// The same for the page of one record. Such pages are many, and past this the map would be most of each.
pub const MOST_ON_A_RECORD: usize = 100;

/// One authority on the map.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    /// Row, column, tint and marks.
    pub class: String,
    /// Its page.
    pub href: String,
    /// Its name in full.
    pub name: String,
    /// Three letters.
    pub code: String,
    /// Its short name.
    pub short: String,
    /// What is printed in it.
    pub value: String,
    /// What is said in place of it, where the print is a mere sign.
    pub said: Option<String>,
}

/// What a tile shows.
pub struct TileValue {
    /// Tint from 1 to 5; 0 for none.
    pub tint: usize,
    /// What is printed.
    pub text: String,
    /// What is said in place of it.
    pub said: Option<String>,
}

/// Upper edges of the tints of a map; the last tint is open.
pub struct Scale {
    /// The largest value of each tint but the last.
    pub steps: &'static [usize],
}

impl Scale {
    fn tint(&self, value: usize) -> Option<usize> {
        (value > 0).then(|| self.steps.partition_point(|step| *step < value) + 1)
    }

    fn words(&self, tint: usize) -> String {
        let from = if tint == 1 { 1 } else { self.steps[tint - 2] + 1 };
        match self.steps.get(tint - 1) {
            Some(to) if *to == from => from.to_string(),
            Some(to) => say!("{from} to {to}"; from, to),
            None => say!("{from} or more"; from),
        }
    }
}

impl<'a> Model<'a> {
    /// A map of a count for each authority; none is "not known".
    #[must_use]
    pub fn map(
        self,
        most: usize,
        scale: &Scale,
        ring: Option<Ix<Borough>>,
        count: impl Fn(Ix<Borough>) -> Option<usize>,
    ) -> TileMap {
        let mut used = std::collections::BTreeSet::new();
        let mut map = self.tiles(most, ring, say!("Not known"), |ix| {
            let count = count(ix)?;
            let tint = scale.tint(count).unwrap_or(0);
            used.insert(tint);
            Some(TileValue { tint, text: self.format().count(count), said: None })
        });
        let words = |tint: &usize| match tint {
            0 => (String::new(), "0".to_owned()),
            tint => (format!("key-q{tint}"), scale.words(*tint)),
        };
        map.key.splice(0..0, used.iter().map(words));
        map
    }

    /// A map of what `value` says of each authority; its key names only what every map has.
    #[must_use]
    pub fn tiles(
        self,
        most: usize,
        ring: Option<Ix<Borough>>,
        nothing: &str,
        mut value: impl FnMut(Ix<Borough>) -> Option<TileValue>,
    ) -> TileMap {
        let all = self.catalogue.boroughs.len();
        if all > most {
            let left_out = say!(
                "With {} a map would be larger than all else here, so there is none.",
                self.format().boroughs(all)
            );
            return TileMap { small: false, tiles: Vec::new(), key: Vec::new(), left_out: Some(left_out) };
        }
        let river = self.catalogue.site.river.as_ref();
        let mut any_nothing = false;
        let tile = |(ix, borough): (Ix<Borough>, &'a Borough)| {
            let (column, row) = borough.tile?;
            let value = value(ix);
            any_nothing |= value.is_none();
            let on_bank = river.is_some_and(|river| river.bank.iter().any(|id| id.value == borough.id));
            let tint = match &value {
                None => " no-data".to_owned(),
                Some(TileValue { tint: 0, .. }) => String::new(),
                Some(value) => format!(" q{}", value.tint),
            };
            let ringed = if ring == Some(ix) { " ring" } else { "" };
            let value = value.unwrap_or_else(|| TileValue {
                tint: 0,
                text: "–".into(),
                said: Some(nothing.to_lowercase()),
            });
            Some(Tile {
                class: format!("r{row} c{column}{tint}{ringed}{}", if on_bank { " bank" } else { "" }),
                href: urls::borough(self.catalogue, borough),
                name: borough.name.clone(),
                code: borough.code.clone().unwrap_or_else(|| borough.name.chars().take(3).collect()),
                short: borough.short_name.clone().unwrap_or_else(|| borough.name.clone()),
                value: value.text,
                said: value.said,
            })
        };
        let tiles: Vec<Tile> = self.catalogue.boroughs.iter().filter_map(tile).collect();
        let entry = |class: &str, text: &str| (class.to_owned(), text.to_owned());
        let mut key = Vec::new();
        if any_nothing {
            key.push(entry("key-none", nothing));
        }
        key.extend(ring.map(|ix| entry("key-ring", &self.catalogue.boroughs[ix].name)));
        key.extend(river.filter(|_| !tiles.is_empty()).map(|river| entry("key-river", &river.name)));
        TileMap { small: ring.is_some(), tiles, key, left_out: None }
    }
}
