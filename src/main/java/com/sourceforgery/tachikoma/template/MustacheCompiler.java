package com.sourceforgery.tachikoma.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Mustache by its specification, version 1.4, without partials and lambdas. An empty string is false, a zero is not. */
final class MustacheCompiler implements TemplateCompiler {
    static final MustacheCompiler INSTANCE = new MustacheCompiler();

    private final Mustache.Compiler text = Mustache.compiler()
            .withCollector(new VarsCollector())
            .defaultValue("")
            .emptyStringIsFalse(true)
            .escapeHTML(false);
    private final Mustache.Compiler html = text.escapeHTML(true);

    private MustacheCompiler() {}

    @Override
    public TextTemplate compileHtml(String source) {
        return compile(html, source);
    }

    @Override
    public TextTemplate compileText(String source) {
        return compile(text, source);
    }

    private static TextTemplate compile(Mustache.Compiler compiler, String source) {
        Template template = explaining(() -> {
            Template compiled = compiler.compile(MustacheTags.checked(source));
            compiled.visit(new PartialsRefused());
            return compiled;
        });
        return (own, global, maxLength) -> explaining(() -> {
            BoundedWriter out = new BoundedWriter(maxLength);
            template.execute(TemplateVars.of(own, global), out);
            return out.toString();
        });
    }

    private static <T> T explaining(Supplier<T> work) {
        try {
            return work.get();
        } catch (MustacheException failed) {
            throw new TemplateException(failed.getMessage(), failed);
        } catch (IndexOutOfBoundsException unreadable) {
            // jmustache takes names such as "a.." apart without looking
            throw new TemplateException("The template has a tag whose name cannot be read.", unreadable);
        } catch (StackOverflowError tooDeep) {
            throw new TemplateException("The template nests its sections too deeply.", tooDeep);
        }
    }

    /** Finds variables in maps and lists only, never by reflection, and takes no dotted name for a single key. */
    private static final class VarsCollector extends BasicCollector {
        @Override
        public Mustache.VariableFetcher createFetcher(Object context, String name) {
            return name.indexOf('.') < 0
                    ? super.createFetcher(context, name)
                    : (ignored, dotted) -> Template.NO_FETCHER_FOUND;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }

    /** Tells at once what would else fail for each recipient. */
    private static final class PartialsRefused implements Mustache.Visitor {
        @Override
        public void visitText(String text) {
            // any text will do
        }

        @Override
        public void visitVariable(String name) {
            // any variable will do
        }

        @Override
        public boolean visitInclude(String name) {
            throw new TemplateException("The template uses the partial {{>" + name + "}}, and there are none.");
        }

        @Override
        public boolean visitParent(String name) {
            throw new TemplateException("The template uses the parent {{<" + name + "}}, and there are none.");
        }

        @Override
        public boolean visitSection(String name) {
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return true;
        }
    }
}
