package com.sourceforgery.tachikoma.lint;

/**
 * A step of a route.
 *
 * @param place {@code <folder>/<file>:<line>}
 * @param name its kind and, where it has one, its id
 */
public record Step(String place, String name) {
    @Override
    public String toString() {
        return place + ": " + name + " was not executed.";
    }
}
