package com.sourceforgery.tachikoma.lint;

import java.util.List;
import java.util.stream.Stream;

/** All conventions, by the name under which each has its broken example. */
enum Rules {
    YAML((file, project) -> file.mistakes()),
    SCHEMA(new SchemaRule()),
    CANONICAL_FORM(new CanonicalFormRule()),
    NAMING(new NamingRule()),
    LENGTH(new LengthRule()),
    COMMENT(new CommentRule()),
    STATEMENT(new StatementRule()),
    LINK(new LinkRule()),
    BROKER(new BrokerRule()),
    FAILURE(new FailureRule()),
    BEAN(new BeanRule()),
    PLACEHOLDER(new PlaceholderRule());

    private final Rule rule;

    Rules(Rule rule) {
        this.rule = rule;
    }

    List<Finding> check(Project project) {
        return project.files().stream()
                .flatMap(file -> rule.check(file, project))
                .toList();
    }

    static Stream<Finding> checkAll(Project project) {
        return Stream.of(values()).flatMap(rule -> rule.check(project).stream());
    }
}
