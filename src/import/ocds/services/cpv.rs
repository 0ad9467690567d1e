//! What codes of the Common Procurement Vocabulary say: whether something is technology, and what it is for.

use crate::content::records::Category;
use crate::import::ocds::units::Unit;

/// Begins of codes for technology: computers, telecommunications, software, their services and their repair.
const TECHNOLOGY: [&str; 11] =
    ["302", "3133", "32", "38221", "48", "5031", "5032", "5033", "642", "72", "79512"];

/// Divisions of the vocabulary for trades that have nothing of technology in them: farming, fuel, mining, food, clothes,
/// leather, chemicals, furniture, water, machines of mines, materials, building, catering, transport by road, supply,
/// property, gardens, cleaning and waste.
const OTHER_TRADES: [&str; 19] = [
    "03", "09", "14", "15", "18", "19", "24", "37", "39", "41", "43", "44", "45", "55", "60", "65", "70",
    "77", "90",
];

/// Codes for software that is for one thing, with words for that thing. Most notices give the code's title too; older
/// ones do not. Codes that say only how something is bought or built are not here.
const WORDS: [(&str, &str); 32] = [
    ("38221", "GIS"),
    ("4816", "library management"),
    ("48222", "website"),
    ("48224", "website content management"),
    ("48223", "email"),
    ("48311", "document management, documents and records"),
    ("48321", "mapping, GIS"),
    ("48326", "mapping, GIS"),
    ("48329", "document management, documents and records"),
    ("4842", "facilities management, property and facilities"),
    ("48442", "finance, general ledger"),
    ("48443", "finance, general ledger"),
    ("484441", "income management"),
    ("48444", "finance, general ledger"),
    ("48445", "CRM"),
    ("48451", "ERP"),
    ("48450", "HR"),
    ("48482", "BI, data platform"),
    ("4849", "e sourcing"),
    ("48512", "contact centre"),
    ("48783", "content management, website"),
    ("48811", "email"),
    ("48812", "finance, general ledger"),
    ("30213", "end user devices"),
    ("302321", "print"),
    ("642121", "mobile"),
    ("64212", "mobile"),
    ("72413", "website"),
    ("72415", "website"),
    ("7271", "networks"),
    ("7272", "WAN"),
    ("79512", "contact centre"),
];

/// Development of software has codes of its own in the order of the software's: `72212326` is for `48326000`.
const DEVELOPMENT: &str = "72212";

pub(super) fn is_technology(code: &str) -> bool {
    TECHNOLOGY.iter().any(|begin| code.starts_with(begin))
}

pub(super) fn is_other_trade(code: &str) -> bool {
    OTHER_TRADES.iter().any(|begin| code.starts_with(begin))
}

/// What a code is for, where it is for one thing.
pub(super) fn words(code: &str) -> Option<&'static str> {
    let software = code.strip_prefix(DEVELOPMENT).map(|rest| format!("48{rest}"));
    let code = software.as_deref().unwrap_or(code);
    let own = WORDS.iter().filter(|(begin, _)| code.starts_with(begin));
    own.max_by_key(|(begin, _)| begin.len()).map(|(_, words)| *words)
}

/// What kind of thing it is, where the codes leave no doubt.
pub(in crate::import::ocds) fn category(unit: &Unit) -> Category {
    let all = |begins: &[&str]| {
        !unit.cpv.is_empty()
            && unit.cpv.iter().all(|code| begins.iter().any(|begin| code.id.starts_with(begin)))
    };
    if all(&["48"]) {
        Category::Software
    } else if all(&["302", "32"]) {
        Category::Hardware
    } else {
        Category::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_begin_tells() {
        assert_eq!(words("48444100"), Some("income management"));
        assert_eq!(words("48444000"), Some("finance, general ledger"));
        assert_eq!(words("72212160"), words("48160000"));
        assert_eq!((words("48000000"), words("72212000")), (None, None));
    }
}
