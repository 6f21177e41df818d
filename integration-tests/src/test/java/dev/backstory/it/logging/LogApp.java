package dev.backstory.it.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.backstory.it.harness.Case;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.slf4j.MDC;

/** Logs in a story, on a pool's thread and outside, and answers with what was written: a line each. */
final class LogApp {

    private static final String PATTERN = "%X{correlation_id}|%X{causation_id}|%X{own}|%m%n";
    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);

    private LogApp() {}

    static String logback(String asynchronous) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> plain = new OutputStreamAppender<>();
        plain.setContext(context);
        plain.setEncoder(encoder);
        plain.setOutputStream(written);
        plain.start();
        Appender<ILoggingEvent> appender = plain;
        if (Boolean.parseBoolean(asynchronous)) {
            AsyncAppender async = new AsyncAppender();
            async.setContext(context);
            async.addAppender(plain);
            async.start();
            appender = async;
        }
        org.slf4j.Logger logger = context.getLogger("test");
        context.getLogger("test").addAppender(appender);
        MDC.put("own", "mine");
        log(logger::info);
        MDC.put("correlation_id", "theirs");
        Case.inStep("says it itself", () -> logger.info("own id"));
        MDC.clear();
        appender.stop();
        return written.toString(StandardCharsets.UTF_8);
    }

    static String log4j(String asynchronous) throws Exception {
        return log4j(
                (org.apache.logging.log4j.core.LoggerContext)
                        LogManager.getContext(LogApp.class.getClassLoader(), false),
                asynchronous);
    }

    /** The loggers themselves are asynchronous: a line is put into the ring of a Disruptor. */
    static String log4j_loggers() throws Exception {
        AsyncLoggerContext context = new AsyncLoggerContext("asynchronous");
        context.start();
        return log4j(context, "false");
    }

    private static String log4j(org.apache.logging.log4j.core.LoggerContext context, String asynchronous)
            throws Exception {
        Configuration configuration = context.getConfiguration();
        StringWriter written = new StringWriter();
        String name = "written " + asynchronous;
        WriterAppender plain = WriterAppender.createAppender(
                PatternLayout.newBuilder().withPattern(PATTERN).build(), null, written, name, false, true);
        plain.start();
        configuration.addAppender(plain);
        org.apache.logging.log4j.core.Appender appender = plain;
        if (Boolean.parseBoolean(asynchronous)) {
            appender = org.apache.logging.log4j.core.appender.AsyncAppender.newBuilder()
                    .setName("async")
                    .setConfiguration(configuration)
                    .setAppenderRefs(new AppenderRef[] {AppenderRef.createAppenderRef(name, null, null)})
                    .build();
            appender.start();
        }
        configuration.getRootLogger().addAppender(appender, Level.INFO, null);
        configuration.getRootLogger().setLevel(Level.INFO);
        context.updateLoggers();
        org.apache.logging.log4j.Logger logger = context.getLogger("test");
        ThreadContext.put("own", "mine");
        log(logger::info);
        ThreadContext.put("correlation_id", "theirs");
        Case.inStep("says it itself", () -> logger.info("own id"));
        ThreadContext.clearAll();
        if (context instanceof AsyncLoggerContext ring) {
            // Not before all of its lines are written.
            ring.stop(60, TimeUnit.SECONDS);
        }
        appender.stop();
        configuration.getRootLogger().removeAppender(appender.getName());
        return written.toString();
    }

    private static void log(Lines lines) throws Exception {
        Case.inStep("logs", () -> {
            Case.publish("logged");
            lines.write("in the story");
            POOL.submit(() -> lines.write("on a pool's thread")).get();
        });
        lines.write("outside");
    }

    private interface Lines {
        void write(String line);
    }
}
