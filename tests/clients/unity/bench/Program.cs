using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Npcgen.Bench
{
    /// <summary>
    /// Measures the package's core and prints a line each: tokens parsed a second, bytes of
    /// garbage a token, bytes kept, and milliseconds from a server's send to the game's callback; the
    /// last not with --core.
    /// </summary>
    internal static class Program
    {
        private const int Tokens = 10000;
        private const int Rounds = 10;
        private const int Sent = 600;

        private static void Main(string[] arguments)
        {
            byte[] stream = Stream();
            Parse(stream);
            long kept = GC.GetTotalMemory(true);
            long allocated = Allocated();
            Stopwatch watch = Stopwatch.StartNew();
            for (int round = 0; round < Rounds; round++)
            {
                Parse(stream);
            }
            watch.Stop();
            double garbage = (Allocated() - allocated) / (double)(Rounds * Tokens);
            kept = GC.GetTotalMemory(true) - kept;
            Print("tokens_per_s", Rounds * Tokens / watch.Elapsed.TotalSeconds);
            Print("garbage_bytes_per_token", garbage);
            Print("kept_bytes_per_token", kept / (double)(Rounds * Tokens));
            if (Array.IndexOf(arguments, "--core") < 0)
            {
                Time();
            }
        }

        private static void Time()
        {
            Delays own = Latency.WithoutFrames(Sent);
            Delays framed = Latency.In60Frames(Sent);
            Print("callbacks", own.Count + framed.Count);
            Print("own_ms_p50", own.At(0.5));
            Print("own_ms_p99", own.At(0.99));
            Print("own_ms_slowest", own.At(1));
            Print("framed_in_first", framed.Prompt);
            Print("framed_ms_p50", framed.At(0.5));
            Print("framed_ms_p99", framed.At(0.99));
            Print("framed_ms_slowest", framed.At(1));
        }

        // As the server sends them: an envelope a token, in pieces of a network's size.
        private static byte[] Stream()
        {
            var all = new System.IO.MemoryStream();
            for (int token = 0; token < Tokens; token++)
            {
                byte[] message = Envelope.Around(Encoding.UTF8.GetBytes(Latency.Message(token, " question")));
                all.Write(message, 0, message.Length);
            }
            return all.ToArray();
        }

        // All of a reply's way: the call, the events, the talk with its queue, the game's callback.
        private static void Parse(byte[] stream)
        {
            int heard = 0;
            var memory = new MemoryTransport(stream);
            var connection = new Connection("http://npc", "", memory, () => 0, new Random(1));
            var talk = new Talk(
                () => new Dialogue(connection), new Cast(), new FallbackLines(new string[0], new Random(1)), () => 0);
            talk.ConversationId = "c";
            talk.Chat("Hello", null, new ReplyListener { OnText = text => heard += text.Length > 0 ? 1 : 0 });
            memory.Deliver();
            if (heard != Tokens)
            {
                throw new InvalidOperationException(heard + " of " + Tokens + " tokens came");
            }
        }

        private static long Allocated()
        {
            return GC.GetAllocatedBytesForCurrentThread();
        }

        private static void Print(string name, double value)
        {
            Console.WriteLine(name + " " + value.ToString("0.###", CultureInfo.InvariantCulture));
        }
    }
}
