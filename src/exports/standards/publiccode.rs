//! What catalogues of public software ask of an open-source system, under their names:
//! <https://yml.publiccode.tools/schema.core.html>. Only what the records say.

use serde_json::{Value as Json, json};

use crate::catalogue::{Ix, System};
use crate::content::records::Url;
use crate::site::Model;

/// Nothing for systems that are not known to be open source.
pub(in crate::exports) fn publiccode(model: Model, ix: Ix<System>) -> Option<Json> {
    let c = model.catalogue;
    let row = &c.systems[ix];
    let licence = row.licence.as_ref().filter(|_| row.is_open_source() == Some(true))?;
    let used: std::collections::BTreeSet<&str> = c
        .deployments
        .rows()
        .iter()
        .filter(|deployment| deployment.system == ix && deployment.is_current())
        .map(|deployment| c.boroughs[deployment.borough].name.as_str())
        .collect();
    Some(json!({
        "name": row.name,
        "url": row.repository.as_ref().map(Url::as_str),
        "landingURL": row.website.as_ref().map(Url::as_str),
        "legal": {"license": licence},
        "usedBy": used,
    }))
}
