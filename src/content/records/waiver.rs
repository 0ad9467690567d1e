//! Why a check is wrong about a record, and until when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Date;

/// A check that is wrong about this record. What it covers is the item that it stands in, or at the top of a file all of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverItem {
    /// The check's code: of a rule about facts (3) or safety (4).
    #[schemars(regex(pattern = "^CT[34][0-9]{2}$"))]
    pub check: String,
    /// Why the record is right nevertheless.
    pub reason: String,
    /// The last day on which this holds.
    pub until: Date,
}
