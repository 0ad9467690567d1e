//! Suppliers and their systems.

use std::fmt::Write as _;

use super::Size;
use super::lists::Service;
use super::names;
use super::random::Random;

/// What authorities can buy.
pub struct Market {
    pub suppliers: Vec<String>,
    pub systems: Vec<System>,
    /// Systems by service, in the order of how well they sell.
    pub of_service: Vec<Vec<usize>>,
}

pub struct System {
    pub id: String,
    /// Services as indices.
    pub services: Vec<usize>,
    in_house: bool,
}

impl Market {
    pub fn of(size: &Size, seed: u64, services: &[Service]) -> Self {
        let suppliers = (0..size.suppliers).map(|index| names::id(&names::company(index))).collect();
        let mut of_service = vec![Vec::new(); services.len()];
        let mut systems = Vec::new();
        for index in 0..size.systems {
            let mut random = Random::of(seed, "system", index);
            let mut own = vec![index % services.len()];
            while random.percent(25) {
                let other = random.below(services.len());
                if !own.contains(&other) {
                    own.push(other);
                }
            }
            // A market with fewer systems than services has systems for many.
            own.extend(
                (0..services.len())
                    .filter(|service| {
                        *service >= size.systems && service % size.systems == index && !own.contains(service)
                    })
                    .collect::<Vec<_>>(),
            );
            for service in &own {
                of_service[*service].push(index);
            }
            let in_house = random.percent(5);
            systems.push(System { id: names::id(&names::product(index)), services: own, in_house });
        }
        Self { suppliers, systems, of_service }
    }

    /// A system for a service, more often one that sells well.
    pub fn choose(&self, service: usize, random: &mut Random) -> usize {
        let systems = &self.of_service[service];
        systems[random.low(systems.len())]
    }

    pub fn system_file(&self, index: usize, seed: u64, services: &[Service]) -> String {
        let (system, mut random) = (&self.systems[index], Random::of(seed, "system file", index));
        let listed: Vec<&str> =
            system.services.iter().map(|service| services[*service].id.as_str()).collect();
        let name = names::product(index);
        let mut text = format!("name: {name}\n");
        if random.percent(15) {
            let _ = writeln!(text, "aliases: [Old {name}]");
        }
        if system.in_house {
            text += "supplier: in-house\n";
        } else if random.percent(95) {
            let _ = writeln!(text, "supplier: {}", self.suppliers[random.low(self.suppliers.len())]);
        }
        let _ = writeln!(text, "services: [{}]", listed.join(", "));
        let _ = writeln!(
            text,
            "description: >-\n  An imaginary product for {}, known for *nothing* in particular.\nwebsite: \
             https://products.example/{}",
            services[system.services[0]].name.to_lowercase(),
            system.id
        );
        if system.in_house || random.percent(6) {
            let _ = writeln!(text, "licence: MIT\nrepository: https://code.example/{}", system.id);
        } else if random.percent(60) {
            text += "licence: proprietary\n";
        }
        let _ = writeln!(text, "status: {}", random.one(&["stable", "stable", "stable", "beta", "obsolete"]));
        // Newer systems take over from older ones, never the other way, so that no two wait for each other.
        if random.percent(4) && index > 0 {
            let _ = writeln!(text, "replaced_by: {}", self.systems[random.below(index)].id);
        }
        let _ = writeln!(
            text,
            "sources:\n  - url: https://products.example/{}/leaflet\n    title: Leaflet\n    date: {}",
            system.id,
            random.between(2018, 2026)
        );
        text
    }

    pub fn supplier_file(&self, index: usize, seed: u64) -> String {
        let mut random = Random::of(seed, "supplier file", index);
        let name = names::company(index);
        let mut text = format!("name: {name}\nlegal_name: {name} Limited\n");
        if random.percent(12) {
            let until = random.between(2012, 2024);
            let _ = writeln!(text, "former_names:\n  - name: Formerly {name}\n    until: {until}");
        }
        if random.percent(15) && index > 0 {
            // Groups stand before their members, so that none belongs to itself.
            let group = &self.suppliers[random.below(index)];
            let _ = writeln!(text, "parent:\n  supplier: {group}\n  since: {}", random.between(2010, 2026));
        }
        let _ = writeln!(text, "identifiers:\n  - scheme: GB-COH\n    id: \"{index:08}\"");
        let _ =
            writeln!(text, "size: {}", random.one(&["micro", "small", "medium", "sme", "large", "unknown"]));
        let _ = writeln!(text, "vcse: {}", random.one(&["yes", "no", "no", "no", "unknown"]));
        let own = &self.suppliers[index];
        let _ =
            writeln!(text, "website: https://{own}.example/\nheadquarters: {}", names::place(index % 100));
        let _ = writeln!(
            text,
            "sources:\n  - url: https://register.example/{own}\n    title: Register of companies"
        );
        text
    }
}
