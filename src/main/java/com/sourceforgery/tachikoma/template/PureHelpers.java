package com.sourceforgery.tachikoma.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.TagType;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.TypeSafeTemplate;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;

/**
 * The helpers that only look at the variables, and nothing that reads files, bundles or scripts, or that logs. What
 * their blocks render is bounded at each level: Handlebars collects it in memory before it is written.
 */
final class PureHelpers extends DefaultHelperRegistry {
    private static final Set<String> BLOCKS = Set.of("if", "unless", "each", "with");
    private static final String MAX_LENGTH = "maxLength";

    /** Says how long a block may be, in characters, in the rendering that the context is for. */
    static void bound(Context context, int maxLength) {
        context.data(MAX_LENGTH, maxLength);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <C> Helper<C> helper(String name) {
        if (BLOCKS.contains(name)) {
            return (Helper<C>) bounded(super.helper(name));
        }
        return name.equals("lookup") ? super.helper(name) : null;
    }

    @Override
    public Decorator decorator(String name) {
        throw new TemplateException("The template uses the decorator {{#*" + name + "}}, and there are none.");
    }

    private static Helper<Object> bounded(Helper<Object> helper) {
        return (value, options) -> {
            int maxLength = options.data(MAX_LENGTH);
            BoundedWriter out = new BoundedWriter(maxLength);
            Options bounded = new Options(
                    options.handlebars,
                    options.helperName,
                    options.tagType,
                    options.context,
                    new BoundedTemplate(options.fn, maxLength),
                    new BoundedTemplate(options.inverse, maxLength),
                    options.params,
                    options.hash,
                    options.blockParams,
                    out);
            Object result = helper.apply(value, bounded);
            if (result != null) {
                out.append(result.toString());
            }
            return out.toString();
        };
    }

    /** The same template, which fails when it renders too much. */
    private record BoundedTemplate(Template template, int maxLength) implements Template {
        @Override
        public String apply(Object model) throws IOException {
            return apply(Context.newContext(model));
        }

        @Override
        public String apply(Context context) throws IOException {
            BoundedWriter out = new BoundedWriter(maxLength);
            template.apply(context, out);
            return out.toString();
        }

        @Override
        public void apply(Object model, Writer writer) throws IOException {
            template.apply(model, writer);
        }

        @Override
        public void apply(Context context, Writer writer) throws IOException {
            template.apply(context, writer);
        }

        @Override
        public String text() {
            return template.text();
        }

        @Override
        public String toJavaScript() {
            return template.toJavaScript();
        }

        @Override
        public <T, S extends TypeSafeTemplate<T>> S as(Class<S> type) {
            return template.as(type);
        }

        @Override
        public <T> TypeSafeTemplate<T> as() {
            return template.as();
        }

        @Override
        public List<String> collect(TagType... tagTypes) {
            return template.collect(tagTypes);
        }

        @Override
        public List<String> collectReferenceParameters() {
            return template.collectReferenceParameters();
        }

        @Override
        public String filename() {
            return template.filename();
        }

        @Override
        public int[] position() {
            return template.position();
        }
    }
}
