package com.sourceforgery.tachikoma.reply;

import java.util.regex.Pattern;

/** A text that a regular expression may look at so many times and no more; what backtracks for ever is stopped that way. */
final class CountedText implements CharSequence {
    /** An expression without nested repetitions needs a fraction of it for a text of {@link Words#LOOKED_AT} characters. */
    static final int LOOKS = 1_000_000;

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int left = LOOKS;

    private CountedText(String text) {
        this.text = text;
    }

    /** Whether the expression is found; a search that takes too long finds nothing. */
    static boolean found(Pattern pattern, String text) {
        try {
            return pattern.matcher(new CountedText(text)).find();
        } catch (TooManyLooks | StackOverflowError e) {
            return false;
        }
    }

    /** Whether the search comes to an end in time, found or not. */
    static boolean ends(Pattern pattern, String text) {
        try {
            pattern.matcher(new CountedText(text)).find();
            return true;
        } catch (TooManyLooks | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
