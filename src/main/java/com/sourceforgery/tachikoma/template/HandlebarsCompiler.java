package com.sourceforgery.tachikoma.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.ValueResolver;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Handlebars with its block helpers and {@code lookup}, without partials and decorators. */
final class HandlebarsCompiler implements TemplateCompiler {
    static final HandlebarsCompiler INSTANCE = new HandlebarsCompiler();
    private static final Pattern PARTIAL = Pattern.compile("\\{\\{~?#?>");

    private final Handlebars html = handlebars(EscapingStrategy.HBS4);
    private final Handlebars text = handlebars(EscapingStrategy.NOOP);

    private HandlebarsCompiler() {}

    private static Handlebars handlebars(EscapingStrategy escaping) {
        return new Handlebars(new NoTemplates()).with(new PureHelpers()).with(escaping);
    }

    @Override
    public TextTemplate compileHtml(String source) {
        return compile(html, source);
    }

    @Override
    public TextTemplate compileText(String source) {
        return compile(text, source);
    }

    private static TextTemplate compile(Handlebars handlebars, String source) {
        if (PARTIAL.matcher(source).find()) {
            throw new TemplateException("The template uses a partial {{>…}}, and there are none.");
        }
        Template template;
        try {
            template = handlebars.compileInline(source);
        } catch (RuntimeException | IOException | StackOverflowError invalid) {
            throw explained(invalid);
        }
        return (own, global, maxLength) -> {
            BoundedWriter out = new BoundedWriter(maxLength);
            try {
                template.apply(context(TemplateVars.of(own, global), maxLength), out);
            } catch (RuntimeException | IOException | StackOverflowError failed) {
                throw explained(failed);
            }
            return out.toString();
        };
    }

    private static Context context(TemplateVars vars, int maxLength) {
        Context context = Context.newBuilder(vars)
                .resolver(MapValueResolver.INSTANCE, new ListLength())
                .build();
        PureHelpers.bound(context, maxLength);
        return context;
    }

    /** The reason, which Handlebars wraps in exceptions of its own, or lets out as it is. */
    private static TemplateException explained(Throwable failure) {
        Optional<TemplateException> explained = cause(failure, TemplateException.class);
        if (explained.isPresent()) {
            return explained.get();
        }
        if (cause(failure, StackOverflowError.class).isPresent()) {
            return new TemplateException("The template nests its blocks too deeply.", failure);
        }
        String reason = cause(failure, HandlebarsException.class)
                .map(HandlebarsException::getError)
                .map(error -> error.reason + " @ line " + error.line)
                .orElseGet(failure::getMessage);
        return new TemplateException("The template fails: " + reason, failure);
    }

    private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static final class NoTemplates extends AbstractTemplateLoader {
        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new FileNotFoundException(location);
        }
    }

    /** {@code list.length}, which templates written for JavaScript use as a condition. */
    private static final class ListLength implements ValueResolver {
        @Override
        public Object resolve(Object context, String name) {
            return context instanceof List<?> list && name.equals("length") ? list.size() : UNRESOLVED;
        }

        @Override
        public Object resolve(Object context) {
            return UNRESOLVED;
        }

        @Override
        public Set<Map.Entry<String, Object>> propertySet(Object context) {
            return Set.of();
        }
    }
}
