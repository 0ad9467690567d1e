//! Authorities: what each runs, buys, can do and tries out.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::Size;
use super::contracts::{Joint, terms};
use super::lists::{Service, TOTALS_ONLY, skills, technologies};
use super::market::Market;
use super::names;
use super::random::Random;

const LAST_YEAR: usize = 2026;

/// All that an authority's file is made from.
pub struct Authority<'a> {
    pub size: &'a Size,
    pub services: &'a [Service],
    pub market: &'a Market,
    /// The contracts that it shares.
    pub joint: Vec<&'a Joint>,
    pub index: usize,
    pub random: Random,
}

impl Authority<'_> {
    pub fn id(&self) -> String {
        names::id(&names::place(self.index))
    }

    pub fn file(mut self) -> String {
        let mut text = self.head();
        text += "\nsystems:\n";
        let joint = std::mem::take(&mut self.joint);
        let mut taken: HashSet<usize> = joint.iter().map(|contract| contract.system).collect();
        let mut served: HashSet<usize> = joint.iter().map(|contract| contract.service).collect();
        for contract in &joint {
            text += &self.deployment(contract.system, &[contract.service], Some(&contract.id));
        }
        for _ in joint.len()..self.size.deployments {
            let service = self.random.below(self.services.len());
            let Some(system) = self.unused(service, &taken) else { continue };
            taken.insert(system);
            // Most systems do one thing here, and some all that they can.
            let all = &self.market.systems[system].services;
            let services = if self.random.percent(20) { all.clone() } else { vec![service] };
            served.extend(&services);
            text += &self.deployment(system, &services, None);
        }
        text += &self.contracts();
        text += &self.notes(&served);
        text += &self.skills();
        text + &self.technologies()
    }

    fn head(&mut self) -> String {
        let (name, id, index) = (names::place(self.index), self.id(), self.index);
        let columns = (self.size.boroughs - 1).isqrt() + 1;
        let mut text = format!(
            "name: {name}\nofficial_name: The Imaginary Council of {name}\ncode: {}\ngss_code: X{index:08}\narea: area-{}\n",
            code(index),
            ["north", "south", "east", "west"][index % 4]
        );
        let _ = writeln!(text, "website: https://{id}.example/");
        if self.random.percent(90) {
            let people = self.random.between(20, 400) * 1000 + self.random.below(1000);
            let _ = writeln!(
                text,
                "population:\n  people: {people}\n  source:\n    url: https://count.example/{id}\n    title: Count of \
                 people\n    date: 2025-06-30"
            );
        }
        // The grid of the map has so many columns and rows; a larger region has no map.
        if columns <= 30 {
            let _ = writeln!(text, "tile: [{}, {}]", index % columns + 1, index / columns + 1);
        }
        if self.random.percent(20) {
            let _ = writeln!(text, "contact: digital@{id}.example");
        }
        text
    }

    /// A system for this service that the authority has not got; a few tries are enough where it has not got all.
    fn unused(&mut self, service: usize, taken: &HashSet<usize>) -> Option<usize> {
        (0..20).map(|_| self.market.choose(service, &mut self.random)).find(|system| !taken.contains(system))
    }

    fn deployment(&mut self, system: usize, services: &[usize], joint: Option<&str>) -> String {
        let ids: Vec<&str> = services.iter().map(|service| self.services[*service].id.as_str()).collect();
        let id = &self.market.systems[system].id;
        let mut text = format!("  - system: {id}\n    services: [{}]\n", ids.join(", "));
        let random = &mut self.random;
        let states = [
            "live",
            "live",
            "live",
            "live",
            "live",
            "live",
            "unknown",
            "replacing",
            "implementing",
            "planned",
        ];
        let lifecycle = if joint.is_none() && random.percent(12) { "retired" } else { random.one(&states) };
        let _ = writeln!(text, "    lifecycle: {lifecycle}");
        let since = random.between(2005, LAST_YEAR - 1);
        match lifecycle {
            "retired" => {
                let _ = writeln!(text, "    until: {}", random.between(2012, LAST_YEAR - 1));
            }
            "planned" => {}
            _ if random.percent(50) => {
                let _ = writeln!(text, "    since: {since}-{:02}", random.between(1, 12));
            }
            _ => {}
        }
        if lifecycle != "retired" && random.percent(8) {
            let before = self.market.choose(services[0], random);
            if before != system {
                let _ = writeln!(text, "    replaces: {}", self.market.systems[before].id);
            }
        }
        if random.percent(40) {
            let hosting = random.one(&["on-premises", "supplier-hosted", "public-cloud", "shared-service"]);
            let _ = writeln!(text, "    hosting: {hosting}");
        }
        if random.percent(5) {
            let score = random.between(1, 5);
            let _ = writeln!(
                text,
                "    satisfaction: {{score: {score}, respondent: service-owner, date: 2026-05}}"
            );
        }
        match joint {
            Some(contract) => {
                let _ = writeln!(text, "    contract: {contract}");
            }
            None if lifecycle != "planned" && random.percent(50) => {
                let name = self.services[services[0]].name;
                let _ = writeln!(text, "    contract:\n      title: {name} with {}", names::product(system));
                text += &terms(random, "      ");
            }
            None => {}
        }
        text += &self.sources(id, 70, "    ");
        text.push('\n');
        text
    }

    /// Who says so: in so many of a hundred cases public sources, and otherwise the authority.
    fn sources(&mut self, what: &str, published: usize, indent: &str) -> String {
        let random = &mut self.random;
        if !random.percent(published) {
            let word = random.one(&["declared", "declared", "verified"]);
            let (year, month) = (random.between(2023, 2025), random.between(1, 12));
            return match what {
                "skill" | "technology" | "contract" => format!("{indent}provenance: {word}\n"),
                _ => format!("{indent}provenance: {word}\n{indent}checked: {year}-{month:02}\n"),
            };
        }
        let confidence = random.one(&["high", "high", "medium", "low"]);
        let mut text = format!("{indent}provenance: published\n{indent}confidence: {confidence}\n");
        if random.percent(25) {
            let _ = writeln!(
                text,
                "{indent}notes: >-\n{indent}  The paper *names* the product, and says that it is to stay."
            );
        }
        let _ = writeln!(text, "{indent}sources:");
        for _ in 0..random.between(1, 3) {
            let title = random.one(&[
                "Cabinet paper",
                "Contracts register",
                "Job advertisement",
                "Help page",
                "Minutes",
            ]);
            let place = names::id(&names::place(self.index));
            let number = random.below(10_000);
            let _ = writeln!(
                text,
                "{indent}  - url: https://{place}.example/{what}/{number}\n{indent}    title: \"{title}: {what}\"\n{indent}    \
                 date: {}-{:02}-{:02}",
                random.between(2019, LAST_YEAR - 1),
                random.between(1, 12),
                random.between(1, 28)
            );
        }
        text
    }

    fn contracts(&mut self) -> String {
        let mut text = "\ncontracts:\n".to_owned();
        for number in 0..3 {
            let category = self.random.one(&["hardware", "managed-service", "professional-services"]);
            let service = self.random.below(self.services.len());
            let _ = writeln!(
                text,
                "  - title: {} for {}\n    category: {category}\n    services: [{}]",
                ["A van", "Help", "Equipment"][number],
                self.services[service].name.to_lowercase(),
                self.services[service].id
            );
            if self.random.percent(80) {
                let supplier = self.random.low(self.market.suppliers.len());
                let _ = writeln!(text, "    supplier: {}", self.market.suppliers[supplier]);
            }
            text += &terms(&mut self.random, "    ");
            text += &self.sources("contract", 90, "    ");
            text.push('\n');
        }
        text
    }

    /// Services for which it runs no system, and why.
    fn notes(&mut self, served: &HashSet<usize>) -> String {
        let id = self.id();
        let mut text = String::new();
        let open: Vec<usize> = (0..self.services.len()).filter(|service| !served.contains(service)).collect();
        for service in open.iter().take(4) {
            let state = self.random.one(&["in-house", "in-house", "not-provided", "not-applicable"]);
            let service = &self.services[*service].id;
            let _ = writeln!(
                text,
                "  - service: {service}\n    state: {state}\n    sources:\n      - url: \
                 https://{id}.example/services/{service}\n        title: How we do it"
            );
        }
        if text.is_empty() { text } else { format!("\nservices:\n{text}") }
    }

    fn skills(&mut self) -> String {
        let mut text = "\nskills:\n".to_owned();
        let all = skills();
        let first = self.random.below(all.len());
        for skill in all.iter().cycle().skip(first).step_by(5).take(6) {
            let _ = writeln!(text, "  - skill: {skill}");
            if !TOTALS_ONLY.contains(&skill.as_str()) {
                let level = self.random.one(&["awareness", "working", "practitioner", "expert"]);
                let (team, stance) = (
                    self.random.one(&["1-2", "3-5", "6-10", "11+"]),
                    self.random.one(&["offer", "seek", "both"]),
                );
                let _ = writeln!(text, "    level: {level}\n    team: {team}\n    stance: {stance}");
            }
            text += &self.sources("skill", 40, "    ");
        }
        text
    }

    fn technologies(&mut self) -> String {
        let mut text = "\ntechnologies:\n".to_owned();
        let all = technologies();
        let first = self.random.below(all.len());
        for technology in all.iter().cycle().skip(first).step_by(5).take(self.random.between(1, 3)) {
            let stage = self.random.one(&["exploring", "pilot", "in-use", "stopped"]);
            let _ = writeln!(text, "  - technology: {technology}\n    stage: {stage}");
            text += &self.sources("technology", 60, "    ");
        }
        text
    }
}

/// Three letters that no other authority has.
fn code(index: usize) -> String {
    let letter = |part: usize| char::from(b'A' + u8::try_from(part % 26).expect("below 26"));
    [index / 676, index / 26, index].map(letter).iter().collect()
}
