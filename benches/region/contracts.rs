//! Contracts: of one authority, and of several together.

use std::fmt::Write as _;

use super::Size;
use super::lists::{Service, frameworks};
use super::market::Market;
use super::names;
use super::random::Random;

/// A contract that several authorities share.
pub struct Joint {
    pub id: String,
    title: String,
    /// Its members as indices.
    pub members: Vec<usize>,
    pub system: usize,
    pub service: usize,
}

/// Joint contracts between neighbours; none buys the same system twice.
pub fn joint(size: &Size, seed: u64, services: &[Service], market: &Market) -> Vec<Joint> {
    let mut bought: Vec<Vec<usize>> = vec![Vec::new(); size.boroughs];
    let mut contracts = Vec::new();
    for index in 0..size.boroughs * 3 / 4 {
        let mut random = Random::of(seed, "joint contract", index);
        let service = random.below(services.len());
        let system = market.choose(service, &mut random);
        let (first, count) = (random.below(size.boroughs), random.between(2, 6));
        let mut members: Vec<usize> = (0..count).map(|step| (first + step) % size.boroughs).collect();
        members.retain(|member| !bought[*member].contains(&system));
        members.sort_unstable();
        members.dedup();
        if members.len() < 2 {
            continue;
        }
        for member in &members {
            bought[*member].push(system);
        }
        let lead = names::place(members[0]);
        let title = format!("{} for {lead} and others, {index}", services[service].name);
        contracts.push(Joint { id: format!("joint-{index}"), title, members, system, service });
    }
    contracts
}

impl Joint {
    pub fn file(&self, index: usize, seed: u64, services: &[Service], market: &Market) -> String {
        let mut random = Random::of(seed, "joint contract file", index);
        let members: Vec<String> =
            self.members.iter().map(|member| names::id(&names::place(*member))).collect();
        let mut text = format!("title: {}\nboroughs:\n", self.title);
        for member in &members {
            let _ = writeln!(text, "  - {member}");
        }
        if random.percent(60) {
            let _ = writeln!(text, "lead: {}", members[0]);
        }
        let (system, service) = (&market.systems[self.system].id, &services[self.service].id);
        let _ = writeln!(text, "systems: [{system}]\nservices: [{service}]");
        text += &terms(&mut random, "");
        let _ = writeln!(
            text,
            "provenance: published\nsources:\n  - url: https://notices.example/{}\n    title: Notice of award\n    date: \
             {}-{:02}",
            self.id,
            random.between(2018, 2025),
            random.between(1, 12)
        );
        text
    }
}

/// The keys that every contract can have: dates, money, how it was bought and how it can be left.
pub fn terms(random: &mut Random, indent: &str) -> String {
    let mut text = String::new();
    let mut line = |words: String| {
        let _ = writeln!(text, "{indent}{words}");
    };
    let start = random.between(2015, 2026);
    let month = random.between(1, 12);
    line(format!("start: {start}-{month:02}-01"));
    if random.percent(80) {
        let end = start.max(2024) + random.between(1, 5);
        line(format!("end: {end}-{month:02}"));
        if random.percent(35) {
            line(format!("max_end: {}-{month:02}", end + random.between(1, 3)));
        }
    }
    if random.percent(30) {
        line(format!("notice_months: {}", random.one(&[1, 3, 6])));
    }
    if random.percent(45) {
        let amount = random.between(4, 900) * 1000;
        let (basis, tax) =
            (random.one(&["annual", "total", "total"]), random.one(&["net", "gross", "unknown"]));
        line(format!("value: {{amount: {amount}, basis: {basis}, tax: {tax}}}"));
    }
    if random.percent(50) {
        line(format!("procurement_method: {}", random.one(&["open", "selective", "limited", "direct"])));
    }
    if random.percent(25) {
        line(format!("framework: {}", frameworks()[random.below(16)]));
    }
    if random.percent(30) {
        line("cpv: [\"48000000\"]".to_owned());
    }
    if random.percent(20) {
        let address = random.between(1, 99_999_999);
        line("notices:".to_owned());
        line(format!("  - type: UK6\n{indent}    url: https://notices.example/award/{address:08}"));
    }
    if random.percent(12) {
        let mut word = || random.one(&["yes", "no", "unknown"]);
        line(format!("terms: {{data_export: {}, open_api: {}, exit_plan: {}}}", word(), word(), word()));
    }
    text
}
