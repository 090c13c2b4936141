package com.sourceforgery.tachikoma.lint;

import java.nio.file.Path;

/**
 * A place where a route file breaks a rule.
 *
 * @param line from 1
 * @param sentence what is wrong there and what to write instead
 */
public record Finding(Path file, int line, String sentence) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + sentence;
    }
}
