//! JSON to releases: takes a value, gives what could be read and what could not.
//!
//! Reads old and new notices, and organisations that stand where they act (OCDS 1.0) as well
//! as those that stand in a list of parties. What has the wrong type is left out and told, and costs nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{day, items, list, shown, text, timestamp, word};
use super::release::{Code, NoticeText, Party, Period, Release, State, Sum, Terms, add_codes};
use crate::content::records::{Date, SiteRecord, Url};

/// Longer descriptions say no more about what is bought.
const TEXT_CHARS: usize = 240;

/// Longer titles are none.
const TITLE_CHARS: usize = 200;

/// Reads a release; nothing, where it has no id of a procurement.
pub(super) fn release(json: &Value, file: usize, site: &SiteRecord) -> Result<Release, &'static str> {
    if !json.is_object() {
        return Err("a release is an object");
    }
    let ocid = text(json, "/ocid")
        .ok_or("the release has no ocid, so nobody knows which procurement it is about")?;
    let mut reader = Reader { parties: parties(json), site, odd: Vec::new() };
    let state = reader.state(json);
    let tags = match json.get("tag") {
        Some(Value::Array(tags)) => list(tags.iter().filter_map(Value::as_str).map(str::to_owned)),
        Some(Value::String(tag)) => vec![tag.clone()],
        _ => Vec::new(),
    };
    let at = text(json, "/date").and_then(|date| timestamp(&date));
    Ok(Release { file, at, notice: notice(json, &ocid, site), tags, state, odd: reader.odd, ocid })
}

/// The buyers of a release and nothing else of it: most releases of a country are somebody else's.
pub(super) fn buyers(json: &Value, site: &SiteRecord) -> Vec<Party> {
    Reader { parties: parties(json), site, odd: Vec::new() }.buyers(json)
}

struct Reader<'j> {
    parties: BTreeMap<&'j str, &'j Value>,
    site: &'j SiteRecord,
    odd: Vec<String>,
}

impl Reader<'_> {
    fn state(&mut self, json: &Value) -> State {
        let mut tender = self.terms(json.get("tender"), "tender");
        let mut lots = self.list(json, "/tender/lots", "lot");
        // Codes stand with items, and items name their lots.
        for item in items(json, "/tender/items") {
            let codes = codes(item);
            let lot = text(item, "/relatedLot");
            match lots.iter_mut().find(|own| Some(&own.id) == lot.as_ref()) {
                Some(own) => add_codes(&mut own.cpv, codes),
                None => add_codes(&mut tender.cpv, codes),
            }
        }
        let reference =
            text(json, "/tender/id").filter(|id| !id.starts_with("ocds-") && !id.starts_with("tender"));
        let (awards, contracts) =
            (self.list(json, "/awards", "award"), self.list(json, "/contracts", "contract"));
        State {
            reference,
            method: text(json, "/tender/procurementMethod"),
            method_details: text(json, "/tender/procurementMethodDetails"),
            frameworks: frameworks(json),
            amendments: amendments(json),
            tender,
            lots,
            awards,
            contracts,
        }
    }

    fn list(&mut self, json: &Value, at: &str, what: &str) -> Vec<Terms> {
        list(items(json, at).map(|item| self.terms(Some(item), what)))
    }

    fn terms(&mut self, json: Option<&Value>, what: &str) -> Terms {
        let Some(json) = json.filter(|json| json.is_object()) else { return Terms::default() };
        let mut cpv = codes(json);
        items(json, "/items").for_each(|item| add_codes(&mut cpv, codes(item)));
        let flag = |at: &str| json.pointer(at).and_then(Value::as_bool);
        // An object of a renewal says that there is one only where nothing else does, and only where it says something.
        let renewal = json.get("renewal").and_then(Value::as_object);
        let says = renewal
            .map(|renewal| renewal.values().any(|value| value.as_str() != Some("") && !value.is_null()));
        let options = [flag("/hasOptions"), flag("/hasRenewal").or(says)];
        let period = json.get("contractPeriod").or_else(|| json.get("period"));
        Terms {
            id: text(json, "/id").unwrap_or_default(),
            was: Vec::new(),
            is_added: false,
            award: text(json, "/awardID"),
            of_lots: list(items(json, "/relatedLots").filter_map(word)),
            title: text(json, "/title").map(|text| begin(text, TITLE_CHARS)),
            description: text(json, "/description").map(|text| begin(text, TEXT_CHARS)),
            status: text(json, "/status"),
            period: period.map(|period| self.period(period, what)).unwrap_or_default(),
            value: json.get("value").and_then(|value| self.sum(value, what)),
            suppliers: list(items(json, "/suppliers").map(|party| self.party(party))),
            cpv: list(cpv.into_iter()),
            is_framework: flag("/techniques/hasFrameworkAgreement"),
            is_dynamic: flag("/techniques/hasDynamicPurchasingSystem"),
            has_options: options.into_iter().flatten().reduce(|a, b| a || b),
        }
    }

    fn period(&mut self, json: &Value, what: &str) -> Period {
        let mut day = |key: &str| {
            let value = json.get(key).filter(|value| !value.is_null())?;
            let date = value.as_str().and_then(day);
            if date.is_none() {
                self.odd.push(format!("the {what}'s {key} is {}, which is no date", shown(value)));
            }
            date
        };
        Period {
            start: day("startDate"),
            end: day("endDate"),
            max_end: day("maxExtentDate"),
            days: json.get("durationInDays").and_then(Value::as_i64),
            months: json.get("durationInMonths").and_then(Value::as_i64),
        }
    }

    fn sum(&mut self, json: &Value, what: &str) -> Option<Sum> {
        let mut number = |key: &str| {
            let value = json.get(key).filter(|value| !value.is_null())?;
            let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
            let number = number.filter(|number: &f64| number.is_finite() && *number >= 0.0);
            if number.is_none() {
                self.odd.push(format!("the {what}'s {key} is {}, which is no sum", shown(value)));
            }
            number
        };
        let (net, gross) = (number("amount"), number("amountGross"));
        (net.is_some() || gross.is_some()).then(|| Sum { net, gross, currency: text(json, "/currency") })
    }

    /// Whoever buys: every party with that role, or else the one that the release names.
    fn buyers(&mut self, json: &Value) -> Vec<Party> {
        for role in ["buyer", "procuringEntity"] {
            let own = items(json, "/parties")
                .filter(|party| items(party, "/roles").any(|own| own.as_str() == Some(role)));
            let own: Vec<Party> = own.map(|party| self.party(party)).collect();
            if !own.is_empty() {
                return own;
            }
            let named = json.get(role).or_else(|| json.pointer(&format!("/tender/{role}")));
            if let Some(named) = named.filter(|named| named.is_object()) {
                return vec![self.party(named)];
            }
        }
        Vec::new()
    }

    /// An organisation with what the list of parties says about it.
    fn party(&mut self, json: &Value) -> Party {
        let id = text(json, "/id").unwrap_or_default();
        let full = self.parties.get(id.as_str()).copied().unwrap_or(json);
        let name = [json, full]
            .iter()
            .find_map(|json| text(json, "/name").or_else(|| text(json, "/identifier/legalName")));
        let mut identifiers = Vec::new();
        let mut add = |scheme: &str, id: &str| {
            let scheme = scheme.to_uppercase();
            let own = entry(self.site, &scheme, id).map(|own| (scheme, own));
            let is_one = own.is_some();
            identifiers.extend(own.filter(|own| !identifiers.contains(own)));
            is_one
        };
        for json in [json, full] {
            let own = json.get("identifier").into_iter().chain(items(json, "/additionalIdentifiers"));
            for (scheme, id) in own.filter_map(|own| Some((text(own, "/scheme")?, text(own, "/id")?))) {
                if !add(&scheme, &id) {
                    let id: String = id.chars().take(20).collect();
                    self.odd.push(format!("`{id}` is no number of {scheme}"));
                }
            }
        }
        if let Some((scheme, id)) = split_id(self.site, &id) {
            add(scheme, id);
        }
        identifiers.shrink_to_fit();
        Party { name: name.unwrap_or_default(), identifiers, ..Party::default() }
    }
}

fn parties(json: &Value) -> BTreeMap<&str, &Value> {
    items(json, "/parties").filter_map(|party| Some((party.get("id")?.as_str()?, party))).collect()
}

/// The begin of a text.
fn begin(text: String, length: usize) -> String {
    match text.char_indices().nth(length) {
        // A new text, so that the rest of the old one takes no room.
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Register and entry out of an id such as `GB-COH-01234567`. Notice services also give numbers of their own to whoever
/// they find in no register, so it is a register that the region names.
fn split_id<'i>(site: &SiteRecord, id: &'i str) -> Option<(&'i str, &'i str)> {
    let (at, _) = id.match_indices('-').nth(1)?;
    let (scheme, entry) = (&id[..at], &id[at + 1..]);
    (!entry.is_empty() && site.register(scheme).is_some()).then_some((scheme, entry))
}

/// What forms are filled in with where there is no entry.
const NO_ENTRY: [&str; 9] = ["N/A", "NA", "TBC", "TBA", "NONE", "NULL", "UNKNOWN", "-", "0"];

/// An entry as its register writes it; nothing, where it can't be one.
fn entry(site: &SiteRecord, scheme: &str, id: &str) -> Option<String> {
    let id = id.trim().to_uppercase();
    if NO_ENTRY.contains(&id.as_str()) {
        return None;
    }
    match site.register(scheme) {
        Some(register) => register.number(&id),
        None => Some(id),
    }
}

fn codes(json: &Value) -> Vec<Code> {
    let own = json.get("classification").into_iter().chain(items(json, "/additionalClassifications"));
    let of_vocabulary =
        own.filter(|code| text(code, "/scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("CPV")));
    of_vocabulary
        .filter_map(|code| {
            // A check digit may follow.
            let id: String = text(code, "/id")?.chars().take_while(char::is_ascii_digit).collect();
            (id.len() == 8).then(|| Code { id, words: text(code, "/description") })
        })
        .collect()
}

fn frameworks(json: &Value) -> Vec<String> {
    let related = ["/relatedProcesses", "/contracts/0/relatedProcesses", "/awards/0/relatedProcesses"];
    let related = related.iter().flat_map(|at| items(json, at));
    let frameworks = related.filter(|process| {
        items(process, "/relationship")
            .any(|kind| kind.as_str().is_some_and(|kind| kind.starts_with("framework")))
    });
    frameworks.flat_map(|process| [text(process, "/title"), text(process, "/identifier")]).flatten().collect()
}

fn amendments(json: &Value) -> Vec<(Option<Date>, String)> {
    let told = |amendment: &Value, is_proposed: bool| {
        let text = text(amendment, "/description").or_else(|| text(amendment, "/rationale"))?;
        let text = if is_proposed { format!("proposed only: {text}") } else { text };
        Some((self::text(amendment, "/date").and_then(|date| day(&date)), begin(text, TEXT_CHARS)))
    };
    let of = |json: &Value| -> Vec<(Option<Date>, String)> {
        let signed = items(json, "/amendments").filter_map(|amendment| told(amendment, false));
        // A contract change notice is published before the change is signed.
        let proposed = items(json, "/proposedAmendments").filter_map(|amendment| told(amendment, true));
        signed.chain(proposed).collect()
    };
    let inner = ["/awards", "/contracts"].iter().flat_map(|at| items(json, at)).flat_map(of);
    json.get("tender").map(of).into_iter().flatten().chain(inner).collect()
}

/// Where the notice can be read: the page that the newest of its documents names, or the one that its service has for it.
fn notice(json: &Value, ocid: &str, site: &SiteRecord) -> NoticeText {
    let id = text(json, "/id").unwrap_or_default();
    let places = ["/planning/documents", "/tender/documents", "/documents"];
    let top = places.iter().flat_map(|at| items(json, at));
    let inner = ["/awards", "/contracts"]
        .iter()
        .flat_map(|at| items(json, at))
        .flat_map(|own| items(own, "/documents"));
    let is_notice = |document: &&Value| {
        let kind = text(document, "/documentType").unwrap_or_default();
        document.get("noticeType").is_some() || kind.ends_with("Notice")
    };
    let url = |document: &Value| text(document, "/url").and_then(|url| url.parse::<Url>().ok());
    let notices: Vec<&Value> = top.chain(inner).filter(is_notice).collect();
    // A release lists the notices before it too; its own carries its id.
    let own = notices
        .iter()
        .find(|document| url(document).is_some_and(|url| !id.is_empty() && url.as_str().contains(&id)));
    let document = own.or(notices.last()).copied();
    NoticeText {
        kind: document.and_then(|document| text(document, "/noticeType")),
        url: document.and_then(url).or_else(|| page(site, ocid, &id)),
        title: document
            .and_then(|document| text(document, "/title").or_else(|| text(document, "/description")))
            .map(|text| begin(text, TITLE_CHARS)),
        day: text(json, "/date").and_then(|date| day(&date)),
        id,
    }
}

/// The page that a notice's service has for it.
fn page(site: &SiteRecord, ocid: &str, id: &str) -> Option<Url> {
    let service = site.notice_services.iter().find(|service| service.has(ocid, id))?;
    service.url.of(id).parse().ok()
}
