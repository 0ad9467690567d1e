//! A release as far as contracts need it, and the parts that all states of a procurement are made of.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::suppliers::short;
use crate::content::records::{Date, Url};

/// What is said about one procurement at one time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Release {
    pub ocid: String,
    /// The file that it came from, by number.
    #[serde(skip)]
    pub file: usize,
    /// When it was published, for the order of releases.
    pub at: Option<Timestamp>,
    pub notice: NoticeText,
    /// What kind of news it is: `tender`, `award`, `contractAmendment`.
    pub tags: Vec<String>,
    pub state: State,
    /// What could not be read, each a sentence without a full stop.
    pub odd: Vec<String>,
}

/// The notice that a release tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct NoticeText {
    pub id: String,
    pub kind: Option<String>,
    pub url: Option<Url>,
    pub title: Option<String>,
    pub day: Option<Date>,
}

/// The state of a procurement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    pub tender: Terms,
    pub reference: Option<String>,
    pub method: Option<String>,
    pub method_details: Option<String>,
    pub lots: Vec<Terms>,
    pub awards: Vec<Terms>,
    pub contracts: Vec<Terms>,
    /// Names and numbers of the frameworks that it is called off from.
    pub frameworks: Vec<String>,
    /// What amendments say, each with its day.
    pub amendments: Vec<(Option<Date>, String)>,
}

/// What tender, lot, award and contract all can have.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Terms {
    pub id: String,
    /// Ids that earlier notices gave it.
    #[serde(skip)]
    pub was: Vec<String>,
    /// Whether only notices of a change tell of it, and none of them says what it was before.
    #[serde(skip)]
    pub is_added: bool,
    /// The award of a contract.
    pub award: Option<String>,
    /// The lots of an award.
    pub of_lots: Vec<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub status: Option<String>,
    pub period: Period,
    pub value: Option<Sum>,
    pub suppliers: Vec<Party>,
    pub cpv: Vec<Code>,
    pub is_framework: Option<bool>,
    pub is_dynamic: Option<bool>,
    pub has_options: Option<bool>,
}

/// First and last days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Period {
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub max_end: Option<Date>,
    pub days: Option<i64>,
    pub months: Option<i64>,
}

/// A sum as a notice states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Sum {
    pub net: Option<f64>,
    pub gross: Option<f64>,
    pub currency: Option<String>,
}

/// An organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Party {
    pub name: String,
    /// Register and entry.
    pub identifiers: Vec<(String, String)>,
    /// The supplier on record that it surely is.
    #[serde(skip)]
    pub record: Option<String>,
    /// Its name without what says nothing of it, once it is known: each is compared with many.
    #[serde(skip)]
    pub short: Option<String>,
}

impl Party {
    /// Whether both are one: by an entry in a register that both have or by their record, else by their names. A company
    /// that has taken another name has one record.
    pub fn is_same(&self, other: &Self) -> bool {
        let entries = self.identifiers.iter().filter_map(|(scheme, own)| {
            let (_, other) = other.identifiers.iter().find(|(other, _)| other == scheme)?;
            Some(own == other)
        });
        let by_entries = entries.reduce(|a, b| a || b);
        let by_records = self.record.as_ref().zip(other.record.as_ref()).is_some_and(|(a, b)| a == b);
        by_records || by_entries.unwrap_or_else(|| self.short() == other.short())
    }
}

impl Party {
    fn short(&self) -> Cow<'_, str> {
        self.short.as_deref().map_or_else(|| short(&self.name).into(), Cow::Borrowed)
    }
}

/// A code of the Common Procurement Vocabulary with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Code {
    pub id: String,
    pub words: Option<String>,
}

/// Adds the codes that are not there yet.
pub(super) fn add_codes(codes: &mut Vec<Code>, more: Vec<Code>) {
    for code in more {
        if !codes.iter().any(|own| own.id == code.id) {
            codes.push(code);
        }
    }
}
