//! `_headers`: what a host is to say beside the files, as Netlify, Cloudflare Pages and others read it. Where several rules
//! fit an address their values are joined, so that a policy only becomes stricter; the preview does the same.

use std::fmt::Write as _;

use super::search;
use crate::catalogue::Catalogue;
use crate::site::{policy, urls};

/// The file, from the site's root: hosts look for it nowhere else.
pub const FILE: &str = "_headers";

/// Said of every address. Nothing here is private and no cookie exists, so data, pictures and cards are anybody's to load.
const ALWAYS: [(&str, &str); 8] = [
    ("Content-Security-Policy", policy::PAGE),
    // Browsers pass over it where a policy names `frame-ancestors`, as that of cards does.
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
];

/// A name that tells the bytes is never another file's.
const FOR_EVER: [(&str, &str); 1] = [("Cache-Control", "public, max-age=31536000, immutable")];

const EMBED: [(&str, &str); 1] = [("Content-Security-Policy", policy::EMBED)];

/// Which headers which addresses have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    rules: Vec<Rule>,
}

/// The headers of the addresses that fit a pattern: `:id` stands for one part of a path, `*` at its end for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rule {
    pattern: String,
    headers: Vec<(String, String)>,
}

impl Rule {
    fn new(pattern: &str, headers: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self { pattern: pattern.to_owned(), headers: headers.iter().map(owned).collect() }
    }

    fn fits(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        for part in self.pattern.split('/') {
            match (part, parts.next()) {
                ("*", Some(_)) => return true,
                (name, Some(own)) if name.starts_with(':') && !own.is_empty() => {}
                (part, Some(own)) if part == own => {}
                _ => return false,
            }
        }
        parts.next().is_none()
    }
}

impl Headers {
    /// Those that every address has.
    #[must_use]
    pub fn always() -> Self {
        Self { rules: vec![Rule::new("/*", &ALWAYS)] }
    }

    /// Those of a site; `fingerprinted` are the addresses of files whose names tell their bytes.
    #[must_use]
    pub fn of<'a>(catalogue: &Catalogue, fingerprinted: impl Iterator<Item = &'a str>) -> Self {
        let kinds = [urls::embed(":id"), format!("{}:id/embed/", urls::boroughs(catalogue))];
        let mut rules = Self::always().rules;
        rules.extend(kinds.iter().map(|kind| Rule::new(&format!("/{kind}"), &EMBED)));
        // Hosts take a hundred rules or so: files that grow in number with a region have one together.
        let folders = ["assets/", search::FOLDER];
        rules.extend(folders.iter().map(|folder| Rule::new(&format!("/{folder}*"), &FOR_EVER)));
        let files = fingerprinted.filter(|path| !folders.iter().any(|folder| path.starts_with(folder)));
        rules.extend(files.map(|path| Rule::new(&format!("/{path}"), &FOR_EVER)));
        Self { rules }
    }

    /// As hosts read it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for Rule { pattern, headers } in &self.rules {
            let _ = writeln!(text, "{pattern}");
            for (name, value) in headers {
                let _ = writeln!(text, "  {name}: {value}");
            }
        }
        text
    }

    /// What such a file says.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match (line.strip_prefix("  ").and_then(|line| line.split_once(": ")), rules.last_mut()) {
                (Some((name, value)), Some(rule)) => rule.headers.push((name.to_owned(), value.to_owned())),
                _ => rules.push(Rule { pattern: line.trim().to_owned(), headers: Vec::new() }),
            }
        }
        Self { rules }
    }

    /// What is said of an address, which begins with a slash; the values of several rules are joined.
    #[must_use]
    pub fn at(&self, path: &str) -> Vec<(&str, String)> {
        let mut said: Vec<(&str, String)> = Vec::new();
        let rules = self.rules.iter().filter(|rule| rule.fits(path));
        for (name, value) in rules.flat_map(|rule| &rule.headers) {
            match said.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
                Some((_, own)) => {
                    let _ = write!(own, ", {value}");
                }
                None => said.push((name, value.clone())),
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_fits_what_hosts_take_it_for() {
        for (pattern, fitting, others) in [
            ("/*", &["/", "/a", "/a/b/"][..], &[][..]),
            ("/assets/*", &["/assets/a.css"], &["/assets", "/a/assets/b"]),
            ("/a/:id/b/", &["/a/x/b/"], &["/a//b/", "/a/x/b", "/a/x/y/b/", "/a/x/b/c"]),
            ("/a.json", &["/a.json"], &["/a.json/", "/"]),
        ] {
            let rule = Rule::new(pattern, &[]);
            assert!(fitting.iter().all(|path| rule.fits(path)), "{pattern}");
            assert!(!others.iter().any(|path| rule.fits(path)), "{pattern}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_joined() {
        let rules = vec![Rule::new("/*", &[("A", "b: c"), ("D", "e")]), Rule::new("/x/", &[("A", "f")])];
        let headers = Headers { rules };
        assert_eq!(Headers::read(&headers.text()), headers);
        assert_eq!(headers.at("/x/"), [("A", "b: c, f".to_owned()), ("D", "e".to_owned())]);
        // The name of a header is the same in capitals.
        let mixed = Headers::read("/*\n  A: b\n/x/\n  a: c\n");
        assert_eq!(mixed.at("/x/"), [("A", "b, c".to_owned())]);
    }
}
