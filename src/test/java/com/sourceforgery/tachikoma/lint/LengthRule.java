package com.sourceforgery.tachikoma.lint;

import java.util.stream.Stream;

/** A file fits on two screens: one stage, or one part of it. */
final class LengthRule implements Rule {
    private static final int MOST_LINES = 120;

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.lines().size() <= MOST_LINES
                ? Stream.empty()
                : Stream.of(file.findingAtLine(
                        MOST_LINES + 1,
                        "The file goes on beyond " + MOST_LINES + " lines: give a part of it a file of its own."));
    }
}
