//! Context between processes. All of it is shown by tests of this repository, which make the requests and read them.

use crate::table::How::{Design, NotApplicable, Test};
use crate::table::Level::{May, Must, Own, Should};
use crate::table::{Row, row};

const SUITE: &str = "every_case_of_the_harness_has_the_outcome_it_asks_for";

#[rustfmt::skip]
pub(crate) const TRACE_CONTEXT: &[Row] = &[
    row("W3C-01", Must, "a `traceparent` that is not of the form begins a new trace", Test(SUITE)),
    row("W3C-02", Must, "version 00 has 55 characters; of higher ones the first 55 are read", Test(SUITE)),
    row("W3C-03", Must, "two `traceparent` are none; names of headers are known in any case", Test(SUITE)),
    row("W3C-04", Must, "version 00 is sent, flags not known as 0, the random flag as it came", Test("flags_that_nobody_knows_yet_are_not_sent_on")),
    row("W3C-05", Must, "a bad `traceparent` voids `tracestate`, and not the other way round", Test(SUITE)),
    row("W3C-06", Must, "`tracestate` has up to 32 members, over several headers, also empty ones", Test(SUITE)),
    row("W3C-07", Must, "members have the grammar of level 2, and no key twice", Test(SUITE)),
    row("W3C-08", Should, "512 characters are passed on; what is cut are whole members, long ones first", Test("list_that_is_too_long_loses_whole_members_long_ones_first")),
    row("W3C-09", Must, "members keep their order; one that changes goes to the front", Test("changed_member_goes_to_the_front_and_the_others_keep_their_order")),
    row("W3C-10", Should, "a trace can begin anew where trust ends", Test("each_mode_makes_of_a_caller_what_it_says")),
    row("W3C-11", May, "`traceresponse` tells the caller", NotApplicable("optional, and not there")),
    row("W3C-12", Must, "the headers hold no personal data", Design("ids, flags, and what the program puts into them")),
];

#[rustfmt::skip]
pub(crate) const BAGGAGE: &[Row] = &[
    row("BAG-01", Must, "it works without an SDK, and does not change", Test("works_without_telemetry")),
    row("BAG-02", Must, "values are any text; a broken sequence reads as the replacement character", Test("broken_sequences_read_as_the_replacement_character")),
    row("BAG-03", Must, "64 members and 8192 bytes are passed on; what is over is left out as whole members", Test("what_exceeds_the_limits_is_left_out_as_a_whole")),
    row("BAG-04", Must, "a new value wins; properties are kept as they are", Test("metadata_stays_beside_its_value")),
    row("BAG-05", Own, "what comes in is limited before it takes memory", Test("long_headers_take_little_memory")),
];

#[rustfmt::skip]
pub(crate) const PROPAGATORS: &[Row] = &[
    row("PRO-01", Must, "reading never fails; what cannot be read changes nothing", Test("request_without_context_begins_below_the_current_span")),
    row("PRO-02", Must, "several run in their order; the default is `tracecontext` and `baggage`", Test("environment_chooses_propagators")),
    row("PRO-03", Must, "B3 is read in one header and in many, and sent in one; the debug flag is kept", Test("b3_is_read_in_one_header_and_in_many")),
    row("PRO-04", Must, "variables of the environment carry it, under names of capitals", Test("child_process_continues_the_trace")),
    row("PRO-05", Own, "giving it to a child process is one line, and so is taking it over", Test("child_process_continues_the_trace")),
];
