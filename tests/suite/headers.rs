//! `_headers`, read as a host reads it, against the pages that it is for.

use std::collections::BTreeMap;

use crate::support::{Result, Site, harbourside, london, tried};

/// All that pages may do, so that no directive goes unseen: `default-src` refuses what is not named.
const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
/// And what cards and pages that only lead on may do.
const STILL: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

/// Rules by their pattern, as Netlify and Cloudflare document the file.
fn rules(site: &Site) -> Result<Vec<(String, Vec<(String, String)>)>> {
    let mut rules: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in std::str::from_utf8(&site.files["_headers"])?.lines() {
        assert!(line.len() < 2000 && line.is_ascii(), "{line}");
        match line.strip_prefix("  ") {
            Some(header) => {
                let (name, value) = header.split_once(": ").ok_or(line)?;
                let rule = rules.last_mut().ok_or("a header without a rule")?;
                rule.1.push((name.to_owned(), value.to_owned()));
            }
            None => rules.push((line.to_owned(), Vec::new())),
        }
    }
    // More are passed over at Cloudflare.
    assert!(rules.len() <= 100, "{} rules", rules.len());
    Ok(rules)
}

fn fits(pattern: &str, path: &str) -> bool {
    let written = regex::escape(pattern).replace("\\*", ".*");
    let written =
        regex::Regex::new(":[a-z]+").expect("a pattern").replace_all(&written, "[^/]+").into_owned();
    regex::Regex::new(&format!("^{written}$")).expect("a pattern").is_match(path)
}

/// Everything that is said of an address, by its name.
fn said(rules: &[(String, Vec<(String, String)>)], path: &str) -> BTreeMap<String, Vec<String>> {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, headers) in rules.iter().filter(|(pattern, _)| fits(pattern, path)) {
        for (name, value) in headers {
            said.entry(name.clone()).or_default().push(value.clone());
        }
    }
    said
}

#[test]
fn each_page_says_what_its_headers_say_and_only_cards_can_be_framed() -> Result {
    for site in [harbourside(), london()] {
        let rules = rules(site)?;
        let mut framed = 0;
        for (address, page) in &site.pages {
            let said = said(&rules, &format!("/{address}"));
            let metas = page.html.all("meta");
            let policies: Vec<&str> = metas
                .iter()
                .filter(|meta| meta.get("http-equiv") == Some("Content-Security-Policy"))
                .filter_map(|meta| meta.get("content"))
                .collect();
            let [policy] = policies[..] else { panic!("/{address} has {} policies", policies.len()) };
            // It stands before anything that it is for.
            let head = page.html.all("head")[0];
            let first = head.elements().position(|one| !matches!(one.name.as_str(), "meta"));
            let at = head.elements().position(|one| one.get("http-equiv") == Some("Content-Security-Policy"));
            assert!(at < first, "/{address}");
            let is_card = address.ends_with("/embed/");
            let leads_on = metas.iter().any(|meta| meta.get("http-equiv") == Some("refresh"));
            let policies = &said["Content-Security-Policy"];
            assert_eq!(policies.len(), if is_card { 2 } else { 1 }, "/{address}: {policies:?}");
            let last = policies.last().ok_or("a policy")?;
            assert_eq!(last.contains("frame-ancestors *"), is_card, "/{address}");
            if !leads_on {
                assert_eq!(last.trim_end_matches("; frame-ancestors *"), policy, "/{address}");
            }
            // Whoever doesn't know `frame-ancestors` frames nothing; whoever does passes over this.
            assert_eq!(said["X-Frame-Options"], ["DENY"], "/{address}");
            assert_eq!(policy, if is_card || leads_on { STILL } else { PAGE }, "/{address}");
            framed += usize::from(is_card);
        }
        assert!(framed > 50, "{framed} cards");
        tried(&format!(
            "headers: {} rules, {} pages, {framed} of them to frame",
            rules.len(),
            site.pages.len()
        ));
    }
    Ok(())
}

#[test]
fn data_can_be_loaded_from_anywhere_and_fingerprinted_files_are_kept() -> Result {
    let fingerprint = regex::Regex::new(r"\.[0-9a-f]{10}\.[a-z]+$")?;
    for site in [harbourside(), london()] {
        let rules = rules(site)?;
        for path in site.files.keys() {
            let said = said(&rules, &format!("/{path}"));
            assert_eq!(said["Access-Control-Allow-Origin"], ["*"], "{path}");
            assert_eq!(said["Cross-Origin-Resource-Policy"], ["cross-origin"], "{path}");
            assert_eq!(said["X-Content-Type-Options"], ["nosniff"], "{path}");
            assert_eq!(said["Referrer-Policy"], ["strict-origin-when-cross-origin"], "{path}");
            assert_eq!(said["Cross-Origin-Opener-Policy"], ["same-origin"], "{path}");
            let [permissions] = &said["Permissions-Policy"][..] else {
                panic!("{path} has permissions twice")
            };
            assert!(permissions.split(", ").all(|one| one.ends_with("=()")), "{path}: {permissions}");
            let kept = said.get("Cache-Control").is_some_and(|values| values[0].contains("immutable"));
            assert_eq!(kept, fingerprint.is_match(path), "{path}");
        }
    }
    Ok(())
}
