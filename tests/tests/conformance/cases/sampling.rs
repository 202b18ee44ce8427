//! Samplers.

use std::collections::BTreeSet;

use otlp_runtime::Sampler;
use otlp_tests::{Collector, Ledger};

use crate::kit::{HTTP, Verdict, Who, check, fails, find};
use crate::subject::IMPOSSIBLE;
use crate::table::How::{Case, NotApplicable, Test};
use crate::table::Level::{Development, Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("SAM-01", Must, "`always_on` and `always_off`, with their exact descriptions", Case(always)),
    row("SAM-02", Must, "parent-based samplers have five branches, on and off by default", Case(parent_based)),
    row("SAM-03", Must, "a ratio decides by the trace id alone, and a higher one keeps a superset", Case(ratio)),
    row("SAM-04", Development, "`ProbabilitySampler` compares 56 random bits with a threshold", Test("probability_keeps_by_the_randomness_of_the_trace_and_says_so")),
    row("SAM-05", Must, "the entry `ot` of the trace state keeps its form", Test("other_keys_and_members_stay_in_place")),
    row("SAM-06", Must, "`th` is a threshold in hexadecimal digits", Test("thresholds_have_the_digits_of_the_specification")),
    row("SAM-07", Must, "`rv` is never overwritten", Test("probability_below_a_remote_parent_reads_rv_and_corrects_th")),
    row("SAM-08", Should, "a sampler that changes the probability corrects `th`", Test("parent_based_erases_a_threshold_that_contradicts_the_flag")),
    row("SAM-09", Development, "composable samplers", Test("rules_choose_by_name_kind_and_attributes")),
    row("SAM-10", Must, "`AlwaysRecord` makes of a drop a span that is recorded and not sampled", Case(always_record)),
    row("SAM-11", Should, "roots have the random flag", Case(random_flag)),
    row("SAM-12", Should, "`jaeger_remote` polls a server", NotApplicable("announced as unsupported by both")),
    row("SAM-13", Own, "adaptive sampling moves the threshold alone", Test("rate_limit_moves_the_threshold_and_keeps_traces_whole")),
];

fn arrived(who: Who, sampler: &str, argument: &str) -> BTreeSet<String> {
    let variables = [("OTEL_TRACES_SAMPLER", sampler), ("OTEL_TRACES_SAMPLER_ARG", argument)];
    let (spans, _) = who.spans("parents", 0, &variables);
    spans.into_iter().map(|span| span.name).collect()
}

fn expect(who: Who, sampler: &str, argument: &str, expected: &[&str]) -> Verdict {
    let got = arrived(who, sampler, argument);
    let is_right = got.iter().map(String::as_str).eq(expected.iter().copied());
    check(is_right, || format!("`{sampler}` kept {got:?}"))
}

const ALL: [&str; 5] = ["local not sampled", "local sampled", "remote not sampled", "remote sampled", "root"];

fn always(who: Who) -> Verdict {
    expect(who, "always_on", "", &ALL)?;
    expect(who, "always_off", "", &[])?;
    if who == Who::Ours {
        let descriptions = [Sampler::always_on().to_string(), Sampler::always_off().to_string()];
        check(descriptions == ["AlwaysOnSampler", "AlwaysOffSampler"], || format!("{descriptions:?}"))?;
    }
    Ok(())
}

fn parent_based(who: Who) -> Verdict {
    expect(who, "parentbased_always_on", "", &["local sampled", "remote sampled", "root"])?;
    expect(who, "parentbased_always_off", "", &["local sampled", "remote sampled"])?;
    expect(who, "parentbased_traceidratio", "0", &["local sampled", "remote sampled"])?;
    expect(who, "", "", &["local sampled", "remote sampled", "root"])
}

fn kept(who: Who, ratio: &str) -> BTreeSet<i64> {
    let collector = Collector::start();
    let variables = [("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", ratio)];
    who.run("ratio", 0, &collector, HTTP, &variables);
    let ledger = Ledger::by_sequence(&collector.received());
    (0..128).filter(|number| ledger.accepted(number) > 0).collect()
}

fn ratio(who: Who) -> Verdict {
    let [none, quarter, half, all] = ["0", "0.25", "0.5", "1"].map(|ratio| kept(who, ratio));
    check(none.is_empty(), || format!("0 kept {}", none.len()))?;
    check(all.len() == 128, || format!("1 kept {} of 128", all.len()))?;
    let is_by_id = half.iter().all(|number| half.contains(&(number ^ 1)));
    check(is_by_id, || "the parent's flag changed a decision".to_owned())?;
    check(quarter.is_subset(&half), || "0.25 kept what 0.5 did not".to_owned())?;
    check((30..=98).contains(&half.len()), || format!("0.5 kept {} of 128", half.len()))
}

fn always_record(who: Who) -> Verdict {
    let (spans, outcome) = who.spans("always record", 10, &[]);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("there is no such sampler");
    }
    super::sdk::not_sampled(&outcome, &spans)
}

fn random_flag(who: Who) -> Verdict {
    let (spans, _) = who.spans("parents", 0, &[]);
    let flags = find(&spans, "root")?.flags;
    check(flags & 2 != 0, || format!("the flags of a root are {flags:#x}"))
}
