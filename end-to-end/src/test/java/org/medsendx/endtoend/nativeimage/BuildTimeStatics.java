package org.medsendx.endtoend.nativeimage;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What runs when classes are initialised. Quarkus does that while a native executable is built, and
 * what static fields then reach is in its image: a {@code Random} whose seed every start would
 * share, a thread that is gone, a file that is closed, a setting of the machine that built it.
 *
 * <p>Static initialisers and all of ours that they call are searched for making such things, which
 * asks more than that a field keeps one. What a lambda does when it is called later is not.
 */
final class BuildTimeStatics {

    /** Methods, as OWNER.NAME, that no static initialiser may reach. */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    String.join(
                            "|",
                            // chance
                            "java/util/(Random|SplittableRandom)\\..*",
                            "java/util/random/.*",
                            "java/util/concurrent/ThreadLocalRandom\\..*",
                            "java/security/SecureRandom\\..*",
                            "java/util/UUID\\.randomUUID",
                            "java/lang/Math\\.random",
                            // threads
                            "java/lang/Thread(\\$Builder.*)?\\.(<init>|of.*|start.*)",
                            "java/util/Timer\\..*",
                            "java/util/concurrent/(Executors|ForkJoinPool"
                                    + "|(Scheduled)?ThreadPoolExecutor)\\..*",
                            "java/util/concurrent/CompletableFuture\\..*Async",
                            "java/lang/ref/Cleaner\\..*",
                            "java/net/http/.*",
                            // what is open, and memory of the system
                            "java/nio/file/Files\\..*",
                            "java/nio/channels/.*",
                            "java/net/(Server)?Socket\\..*",
                            "java/io/(File(In|Out)putStream|RandomAccessFile)\\..*",
                            "java/nio/ByteBuffer\\.allocateDirect",
                            "java/lang/foreign/(Arena|Linker|SymbolLookup|MemorySegment)\\..*",
                            // the machine and the day of the build
                            "java/lang/System\\.(getenv|getProperty|currentTimeMillis|nanoTime)",
                            "java/lang/(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)",
                            "java/lang/Runtime\\..*",
                            "java/lang/ProcessHandle\\..*",
                            "java/lang/management/.*",
                            "java/time/.*\\.(now|systemDefault.*|system.*)",
                            "java/util/TimeZone\\.getDefault",
                            "java/util/Locale\\.getDefault",
                            "java/nio/charset/Charset\\.defaultCharset",
                            "java/net/(Inet.*Address|NetworkInterface)\\.(getLocal.*|getBy.*)",
                            // initialised at run time, see application.yaml of the fleet miner
                            "smile/.*"));

    private final Code code;
    private final Set<String> found = new TreeSet<>();

    private BuildTimeStatics(Code code) {
        this.code = code;
    }

    /**
     * Each as {@code CLASS: METHOD}: the class whose initialiser reaches it, and what it reaches.
     */
    static Set<String> in(Code code) {
        var search = new BuildTimeStatics(code);
        for (var node : code.classes()) {
            var initialiser = code.method(node.name, "<clinit>", "()V");
            if (initialiser != null && initialiser.owner().equals(node)) {
                search.follow(node, initialiser, new HashSet<>());
            }
        }
        return search.found;
    }

    private void follow(ClassNode of, Code.Method method, Set<String> seen) {
        if (!seen.add(method.owner().name + "." + method.node().name + method.node().desc)) {
            return;
        }
        for (AbstractInsnNode instruction : method.node().instructions) {
            if (!(instruction instanceof MethodInsnNode call)) {
                continue;
            }
            String called = call.owner + "." + call.name;
            if (FORBIDDEN.matcher(called).matches()) {
                found.add((of.name + ": " + called).replace('/', '.'));
                continue;
            }
            var ours = code.method(call.owner, call.name, call.desc);
            if (ours != null) {
                follow(of, ours, seen);
            }
        }
    }
}
