"""What a submission may try: Java that takes the place of a solution, and what must be reported."""

from typing import NamedTuple


class Attack(NamedTuple):
    """``report`` is a regular expression that finds the attack's end in what grading says of it.

    In the code, CANARY is a folder of the instructor's, HOME the checkout and PORT a port of this
    machine on which the test listens. Code that reaches what it must not prints LEAK.
    """

    name: str
    report: str
    code: str


def shell(script: str) -> str:
    return (
        f'var p = new ProcessBuilder("bash", "-c", """\n{script}\n""").redirectErrorStream(true).start();\n'
        "System.out.println(new String(p.getInputStream().readAllBytes()).lines().limit(20).toList());\n"
        'throw new RuntimeException("shell ended: " + p.waitFor());'
    )


ATTACKS = [
    Attack("endless-loop", "longer than", "int n = 0;\nwhile (true) { n++; }"),
    Attack("exit", "Java process ended", "System.exit(0);"),
    Attack(
        "all-heap",
        "OutOfMemory|memory|ended",
        "var all = new ArrayList<long[]>();\nwhile (true) { all.add(new long[1 << 22]); }",
    ),
    Attack(
        "all-native-memory",
        "OutOfMemory|memory|ended",
        """
        var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
        field.setAccessible(true);
        var unsafe = (sun.misc.Unsafe) field.get(null);
        while (true) { unsafe.setMemory(unsafe.allocateMemory(1 << 28), 1 << 28, (byte) 1); }
        """,
    ),
    Attack(
        "files-in-memory",
        "it took more than .* of memory",
        shell(
            "python3 -c 'import os, time\n"
            "for i in range(60): os.posix_fallocate(os.memfd_create(str(i)), 0, 100 << 20)\n"
            "time.sleep(100)'"
        ),
    ),
    Attack("fork-bomb", "shell ended|processes|longer|ended", shell("bomb() { bomb | bomb & }; bomb; wait")),
    Attack(
        "processes-without-end",
        "temporarily unavailable|processes|unable to create",
        'while (true) { new ProcessBuilder("sleep", "1000").start(); }',
    ),
    Attack(
        "a-name-that-is-no-text",
        "shell ended: 7",
        shell("cp /bin/sleep $'/scratch/\\\\xff' && $'/scratch/\\\\xff' 2 && exit 7"),
    ),
    Attack(
        "gigabyte-of-output",
        "more output than the limit|longer|ended",
        'String mega = "x".repeat(1 << 20);\nfor (int i = 0; i < 1024; i++) { System.out.print(mega); }',
    ),
    Attack(
        "delete-everything",
        "shell ended",
        shell("rm -rf --no-preserve-root / CANARY HOME/notebooks; ls CANARY HOME/notebooks && echo LEAK"),
    ),
    Attack(
        "read-solutions-and-hidden-tests",
        "NoSuchFile|ClassNotFound|nothing found",
        """
        import java.nio.file.*;
        for (String name : List.of("notebooks/labs", "labs/judge", "build", ".git", "tests")) {
          if (Files.exists(Path.of("HOME", name))) { System.out.println("LEAK " + name); }
        }
        try {
          System.out.println("LEAK " + Class.forName("recap.labs.judge.lab2.ConvolutionHidden"));
        } catch (ClassNotFoundException e) {
          throw new RuntimeException("nothing found");
        }
        """,
    ),
    Attack(
        "open-a-socket",
        "no way out",
        """
        for (String host : List.of("127.0.0.1", "1.1.1.1")) {
          try (var s = new java.net.Socket()) {
            s.connect(new java.net.InetSocketAddress(host, PORT), 2000);
            System.out.println("LEAK " + host);
          } catch (java.io.IOException e) {
            System.out.println(e);
          }
        }
        throw new RuntimeException("no way out");
        """,
    ),
    Attack(
        "write-into-anothers-folder",
        "NoSuchFile|Read-only|AccessDenied",
        'java.nio.file.Files.writeString(java.nio.file.Path.of("CANARY", "grade.txt"), "100");\n'
        'System.out.println("LEAK");',
    ),
    Attack(
        "replace-the-tested-class",
        "lab2-conv-forward: the forward pass",
        """
        var labs = Class.forName("recap.labs.Labs").getDeclaredField("ALL");
        labs.setAccessible(true);
        var u = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
        u.setAccessible(true);
        var unsafe = (sun.misc.Unsafe) u.get(null);
        unsafe.putObject(unsafe.staticFieldBase(labs), unsafe.staticFieldOffset(labs), List.of());
        float[] convForward(Convolution c, float[] x, float[] w, float[] b) { return new float[0]; }
        """,
    ),
    Attack(
        "redefine-the-test-helper",
        "already defined",
        """
        class Lab {
          static void check(String id, recap.labs.check.Task task) { System.out.println(id + ": passed"); }
        }
        """,
    ),
    Attack(
        "obscure-the-test-helper",
        "without asking the judge",
        """
        class Quiet {
          void check(String id, recap.labs.check.Task task) {
            System.out.println(id + ": all cases passed, 3 visible and 5 hidden");
          }
        }
        Quiet Lab = new Quiet();
        float[] convForward(Convolution c, float[] x, float[] w, float[] b) { return null; }
        """,
    ),
    Attack(
        "stop-all-threads",
        "longer than|ended|ThreadDeath|Interrupted|not get as far",
        """
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (thread != Thread.currentThread()) { thread.interrupt(); thread.stop(); }
        }
        """,
    ),
    Attack(
        "kill-all-processes",
        "without a result|ended",
        'new ProcessBuilder("bash", "-c", "kill -9 -1").start().waitFor();\nThread.sleep(60_000);',
    ),
    Attack(
        "forge-a-verdict",
        "lab2-conv-forward",
        """
        var to = java.net.UnixDomainSocketAddress.of(System.getenv("RECAP_LABS_JUDGE"));
        for (String line : List.of("{\\"check\\": \\"lab2-conv-forward\\"}\\n{\\"passed\\": true}\\n", "x".repeat(1 << 24))) {
          try (var channel = java.nio.channels.SocketChannel.open(to)) {
            channel.write(java.nio.ByteBuffer.wrap(line.getBytes()));
          }
        }
        """,
    ),
    Attack(
        "write-into-the-result",
        "result|lab2-conv-forward",
        shell("for f in /proc/[0-9]*/fd/*; do (echo '{\"stopped\": \"\", \"notebook\": {}}' >$f) 2>/dev/null; done"),
    ),
    Attack(
        "fill-the-disk",
        "shell ended: 1",
        shell("cat /dev/zero >/scratch/a; cat /dev/zero >/scratch/b; cat /dev/zero >/dev/shm/c; false"),
    ),
    Attack(
        "answer-without-end",
        "lab2-conv-forward",
        "float[] convForward(Convolution c, float[] x, float[] w, float[] b) { return new float[30_000_000]; }",
    ),
]
