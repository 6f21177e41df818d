package dev.backstory.it.viewer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The system's chromium, driven by the system's node. */
final class Browsers implements AutoCloseable {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String VIOLATIONS =
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                    + ".then(found => found.violations.map(each => each.id + ' ' + each.nodes.map(node => node.html).join(' ')))";

    private final Playwright playwright;
    private final Browser chromium;

    private Browsers(Playwright playwright, Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browsers open() {
        Path chromium = find("chromium", "chromium-browser", "google-chrome");
        Path node = find("node", "nodejs");
        Assumptions.assumeTrue(
                Files.isExecutable(chromium) && Files.isExecutable(node),
                "no chromium or no node on the PATH: the viewer is not tested in a browser (apt install chromium nodejs)");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Browsers(playwright, browser);
    }

    private static Path find(String... names) {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("none"));
    }

    Browser chromium() {
        return chromium;
    }

    /** What axe has against the page as it is now, by the rules of WCAG 2.2 A and AA. */
    static List<String> violations(Page page) throws IOException {
        try (InputStream in = Browsers.class.getClassLoader().getResourceAsStream(AXE)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + AXE);
            }
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ((List<?>) page.evaluate(VIOLATIONS))
                .stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
