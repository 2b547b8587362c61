package io.tocsin.rule;

/** A rule: its text, and the condition that the text means. */
public record Rule(RuleId id, String text, Condition condition) {}
