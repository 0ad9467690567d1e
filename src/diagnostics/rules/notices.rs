//! Procurement notices that are imported: `CT7xx`.

use super::rules;

rules! {
    /// A file of notices that can't be read to its end.
    NOTICE_FILE = "CT701" Error: "The JSON of the file breaks off or goes wrong here, and nobody can guess what it was to say",
        "get the file again from where it was published; what could be read of it is told all the same",
        wrong "{\"releases\": [{\"ocid\": \"ocds-abc123-000001\",",
        right "{\"releases\": [{\"ocid\": \"ocds-abc123-000001\"}]}";
    /// A part of a file that is no release.
    NOTICE_RELEASE = "CT702" Error: "Only releases and records of the Open Contracting Data Standard, each with the ocid of its procurement, say which contract they are about",
        "give the package or record as the notice service publishes it, in JSON",
        wrong "{\"id\": \"012345-2026\", \"buyer\": {\"name\": \"Northpoint Council\"}}",
        right "{\"ocid\": \"ocds-abc123-000001\", \"id\": \"012345-2026\", \"buyer\": {\"name\": \"Northpoint Council\"}}";
    /// A sum in another currency.
    NOTICE_CURRENCY = "CT703" Warning: "Sums of several currencies can't be added, and the rate of which day would count is not known",
        "look up what the contract costs in the region's own currency, and leave the value out until then",
        wrong "\"value\": {\"amount\": 50000, \"currency\": \"USD\"}",
        right "\"value\": {\"amount\": 45000, \"currency\": \"GBP\"}";
    /// A date, sum or number in a notice that can't be right.
    NOTICE_ODD = "CT704" Warning: "Notices are filled in by hand, and a wrong date, sum or number is worse than none",
        "read the notice itself, and take the right value from there",
        wrong "\"contractPeriod\": {\"startDate\": \"2027-04-01\", \"endDate\": \"31/03/2026\"}",
        right "\"contractPeriod\": {\"startDate\": \"2027-04-01\", \"endDate\": \"2031-03-31\"}";
    /// A supplier that has no record.
    NOTICE_SUPPLIER = "CT705" Warning: "A contract can only name a supplier that has a record, so the name stands in the note until then",
        "write the supplier's record with `citytools new supplier`, or add the name or number to the record that it has",
        wrong "notes: The notice names the supplier Tern Limited, XX-REG 00000001.",
        right "supplier: tern";
    /// A name that is only nearly a known one.
    NOTICE_NAME = "CT706" Warning: "Two organisations can have nearly the same name",
        "compare name and number with the register, and correct the match if it is another",
        wrong "Tern and Dauhgters, taken for Tern & Daughters",
        right "Tern & Daughters, by its company number";
    /// A contract for nobody knows which service.
    NOTICE_SERVICE = "CT707" Warning: "A contract stands on the pages of its services, and its title and codes say too little to be sure of one",
        "read the notice, and add or correct services",
        wrong "title: Support and maintenance 2026",
        right "title: Support and maintenance 2026\nservices: [payroll]";
    /// A record that says something else than a notice.
    NOTICE_DISAGREES = "CT708" Warning: "One of the two is wrong or out of date, and nothing but reading both can tell which",
        "read the notice and the record's own sources, and correct the record if it is the record; a verified one is for the authority to correct",
        wrong "end: 2028  # and the notice says 2029-03-31",
        right "end: 2029-03-31";
    /// A notice that leaves open which supplier or which contract it means.
    NOTICE_OPEN = "CT709" Warning: "The same contract must not be counted twice, nor be given to a supplier that has only a part in it",
        "read the notice; name the supplier that leads, or put the notice under the record that it is about",
        wrong "three suppliers for one award",
        right "supplier: tern";
    /// A notice that nobody can look up.
    NOTICE_SOURCE = "CT710" Warning: "A published record needs a source that readers can check",
        "find the notice's page, and put its address under sources",
        wrong "sources:\n  - title: Procurement notice 012345-2026",
        right "sources:\n  - url: https://example.org/notice/012345-2026\n    title: Procurement notice 012345-2026";
    /// A proposal that was changed by hand, and newer news of it.
    NOTICE_EDITED = "CT711" Warning: "What an editor has changed is not overwritten, so the newer notices are not in it",
        "compare it with the notices; delete the whole proposal to have it proposed anew",
        wrong "a changed proposal, and a notice that came later",
        right "the proposal with what the notice says";
    /// A purchase of which only totals may be shown.
    NOTICE_TOTALS = "CT712" Warning: "What protects a network is nobody else's business: pages show totals of it, and no contract",
        "leave the product and its maker out of title and notes, and keep the contract under the service of which only totals are shown",
        wrong "title: Renewal of a certain firewall",
        right "title: Cyber security services\nservices: [cyber-security]";
    /// A person, or a way to reach one.
    NOTICE_PERSON = "CT713" Warning: "People are entitled to privacy, and a notice is not their consent to stand in a directory",
        "leave the person out; a supplier's record is for a company or charity, with its number",
        wrong "notes: The notice names the supplier Ann Other.",
        right "notes: The notice names a supplier that may be a person, so the name is left out.";
    /// A file of notices that takes long.
    NOTICE_MUCH = "CT714" Error: "Notice services give out a hundred notices at a time, and no file that somebody sends is to keep a machine busy",
        "give the notices in several files, or have the file read with --large, however long that takes",
        wrong "citytools import ocds all-notices-of-2026.json",
        right "citytools import ocds --large all-notices-of-2026.json";
}
