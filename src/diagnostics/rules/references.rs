//! What names what: `CT2xx`.

use super::rules;

rules! {
    /// A system that has no record.
    UNKNOWN_SYSTEM = "CT201" Error: "A deployment names a system by the id of its file under systems/",
        "correct the id, or add systems/<id>.yaml",
        wrong "- system: plum",
        right "- system: alder";
    /// A supplier that has no record.
    UNKNOWN_SUPPLIER = "CT202" Error: "A supplier is named by the id of its file under suppliers/",
        "correct the id, or add suppliers/<id>.yaml",
        wrong "supplier: turn",
        right "supplier: tern";
    /// A service that is not in the taxonomy.
    UNKNOWN_SERVICE = "CT203" Error: "A service is named by its id in services.yaml",
        "correct the id; services.yaml lists them all",
        wrong "services: [pay-day]",
        right "services: [payroll]";
    /// An authority that has no record.
    UNKNOWN_BOROUGH = "CT204" Error: "An authority is named by the id of its file under boroughs/",
        "correct the id, or add boroughs/<id>.yaml",
        wrong "boroughs: [nort-point]",
        right "boroughs: [northpoint]";
    /// A shared contract that has no record.
    UNKNOWN_CONTRACT = "CT205" Error: "A shared contract is named by the id of its file under contracts/",
        "correct the id, write the contract here in full, or add contracts/<id>.yaml",
        wrong "contract: shared-car",
        right "contract: shared-care";
    /// A framework that is not listed.
    UNKNOWN_FRAMEWORK = "CT206" Error: "A framework is named by its id in frameworks.yaml",
        "correct the id, or add the framework to frameworks.yaml",
        wrong "framework: g-clod",
        right "framework: g-cloud";
    /// A skill that is not listed.
    UNKNOWN_SKILL = "CT207" Error: "A skill is named by its id in skills.yaml",
        "correct the id; skills.yaml lists them all",
        wrong "- skill: service-desing",
        right "- skill: service-design";
    /// A technology that is not listed.
    UNKNOWN_TECHNOLOGY = "CT208" Error: "A technology is named by its id in technologies.yaml",
        "correct the id; technologies.yaml lists them all",
        wrong "- technology: tide-sensor",
        right "- technology: tide-sensors";
    /// An area that the region does not have.
    UNKNOWN_AREA = "CT209" Error: "An area is named by its id in site.yaml",
        "use one of the areas of site.yaml, or add it there",
        wrong "area: quay",
        right "area: quays";
    /// One id for two things.
    DUPLICATE_ID = "CT210" Error: "An id names one thing only, also after a record is renamed",
        "choose another id for one of the two",
        wrong "- id: payroll\n- id: payroll",
        right "- id: payroll\n- id: expenses";
    /// A shared contract that leaves out one of its users.
    NOT_A_MEMBER = "CT211" Error: "A shared contract lists every authority that uses it, so that it is counted once",
        "add the authority to the contract's members, or name another contract",
        wrong "boroughs: [northpoint]\n# and harbour-quay writes contract: shared-care",
        right "boroughs: [harbour-quay, northpoint]";
    /// A word that the glossary does not explain.
    UNKNOWN_TERM = "CT212" Error: "A term of the glossary leads to others by their ids in glossary.yaml",
        "correct the id, or explain the term too",
        wrong "see: [frame-work]",
        right "see: [framework]";
}
