package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** What the page's reader has in mind: an application with orders. */
    private static final String APPLICATION = """
            import static org.assertj.core.api.Assertions.assertThat;
            import dev.backstory.Event;
            import dev.backstory.EventPublisher;
            import dev.backstory.Events;
            import dev.backstory.Receipt;
            import dev.backstory.RecordedEvent;
            import dev.backstory.StoreUnavailableException;
            import dev.backstory.Subject;
            import dev.backstory.context.Scope;
            import dev.backstory.context.Step;
            import dev.backstory.opentelemetry.CorrelationPropagator;
            import dev.backstory.store.InMemoryEventStore;
            import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
            import io.opentelemetry.context.Context;
            import io.opentelemetry.context.propagation.TextMapPropagator;
            import java.math.BigDecimal;
            import java.util.Map;
            import java.util.concurrent.CompletableFuture;
            import javax.sql.DataSource;
            import tools.jackson.databind.PropertyNamingStrategies;
            import tools.jackson.databind.json.JsonMapper;

            abstract class Page {
                record Customer(String id) {}
                record OrderPlaced(String orderId, Customer buyer, BigDecimal amount) {}
                record ReceiptSent(String orderId) {}
                Customer buyer;
                BigDecimal amount;
                RecordedEvent placed;
                DataSource dataSource;
                abstract void placeOrder();
                abstract void report(Receipt receipt, Throwable failure);
            """;

    @TempDir
    private Path classes;

    @Test
    void the_examples_compile() throws IOException {
        StringBuilder page = new StringBuilder(APPLICATION);
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "publishing.md")));
        int found = 0;
        while (example.find()) {
            page.append("void example").append(++found).append("() {\n");
            page.append(example.group(1)).append("}\n");
        }
        assertThat(found).isGreaterThan(5);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString()),
                        null,
                        List.of(source(page.append("}\n").toString())))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
