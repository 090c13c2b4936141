package com.sourceforgery.tachikoma.template;

/** The work that rendering one template may do, in looked-up variables and list items: nested lists multiply. */
final class RenderBudget {
    private static final int STEPS = 1_000_000;

    private int left = STEPS;

    /** @throws TemplateException when it is used up */
    void spend() {
        if (--left < 0) {
            throw new TemplateException("The template uses more than " + STEPS + " variables and list items.");
        }
    }
}
