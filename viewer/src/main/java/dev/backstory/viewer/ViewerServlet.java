package dev.backstory.viewer;

import dev.backstory.StoreUnavailableException;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.Sentences;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The viewer's pages. Reads only; map it to {@code /*} or below a path of a host application. */
public final class ViewerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ViewerServlet.class);

    private final transient HostGuard hosts;
    private final transient Pages pages = new Pages();
    private final transient ListRoutes lists;
    private final transient StoryRoutes stories;
    private final transient Assets assets = new Assets();

    /** Answers to whom the guard admits, from that reader. */
    public ViewerServlet(StoryReader reader, HostGuard hosts) {
        this(reader, hosts, Sentences.NONE);
    }

    /** The same, in a support team's own words. */
    public ViewerServlet(StoryReader reader, HostGuard hosts, Sentences sentences) {
        this.hosts = Objects.requireNonNull(hosts, "hosts");
        this.lists = new ListRoutes(Objects.requireNonNull(reader, "reader"), pages);
        this.stories = new StoryRoutes(reader, Objects.requireNonNull(sentences, "sentences"), pages);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = new Answer(request, response);
        answer.secure();
        Asked asked = new Asked(request);
        if (!hosts.admits(request.getHeader("Host"), request.getLocalPort())) {
            answer.text(421, "text/plain", "This viewer answers only to the name of the machine it runs on.\n");
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer.text(405, "text/plain", "The viewer only reads.\n");
        } else {
            try {
                route(asked, answer);
            } catch (StoreUnavailableException e) {
                LOG.warn("The store does not answer: {}", e.getMessage());
                String explanation = "The database that holds the stories does not answer. Try again in a moment; "
                        + "if it stays away, ask whoever runs it.";
                answer.html(503, pages.problem(asked.links(), "The store is away", explanation));
            }
        }
    }

    private void route(Asked asked, Answer answer) throws IOException {
        List<String> path = asked.path();
        String first = path.isEmpty() ? "" : path.get(0);
        if (path.isEmpty()) {
            answer.redirect(asked.links().stories());
        } else if (first.equals("stories") && path.size() == 1) {
            lists.stories(asked, answer);
        } else if (first.equals("stories")) {
            stories.answer(asked, answer);
        } else if (first.equals("go") && path.size() == 1) {
            lists.go(asked, answer);
        } else {
            asset(asked, path, answer);
        }
    }

    private void asset(Asked asked, List<String> path, Answer answer) throws IOException {
        Assets.Asset asset = path.size() == 2 && path.get(0).equals("assets") ? assets.find(path.get(1)) : null;
        if (asset == null) {
            answer.html(404, pages.problem(asked.links(), "Not found", "There is no such page."));
        } else {
            answer.asset(asset);
        }
    }
}
