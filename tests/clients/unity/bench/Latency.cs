using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using UnityEngine;

namespace Npcgen.Bench
{
    /// <summary>
    /// A token's way from a socket's send to the game's callback, in a loop of 60 frames a second.
    /// Each token's text is the moment at which it was sent.
    /// </summary>
    internal static class Latency
    {
        private static readonly Stopwatch Watch = Stopwatch.StartNew();

        internal static string Message(int sequence, string text)
        {
            return "{\"event\":{\"sequence\":" + sequence + ",\"turnId\":\"huCWZ1x3WMGU.1\",\"npcId\":\"brannoch\","
                + "\"textDelta\":{\"text\":\"" + text + "\"}}}";
        }

        /// <summary>
        /// Milliseconds, the smallest first, and how many of the tokens came in the first frame that
        /// began after their send: what a busy machine doesn't blur.
        /// </summary>
        internal static double[] Measure(int tokens, out double inFirstFrame)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            new Thread(() => Serve(listener, tokens)) { IsBackground = true }.Start();
            var latencies = new List<double>();
            double frameBefore = 0;
            int prompt = 0;
            bool ended = false;
            var connection = new Connection(
                "http://" + listener.LocalEndpoint, "", new UnityTransport(), () => Watch.Elapsed.TotalMilliseconds, new System.Random(1));
            var stream = new EventStream(
                true,
                happened =>
                {
                    double sent = SentAt(happened);
                    latencies.Add(Watch.Elapsed.TotalMilliseconds - sent);
                    prompt += sent >= frameBefore ? 1 : 0;
                },
                _ => ended = true);
            connection.Stream(stream, "a.B/C", new JsonWriter().BeginObject().EndObject(), 0);
            for (double next = 0; !ended; next += 1000 / 60.0)
            {
                Thread.Sleep(Math.Max(0, (int)(next - Watch.Elapsed.TotalMilliseconds)));
                double now = Watch.Elapsed.TotalMilliseconds;
                next = Math.Max(next, now);
                EngineLoop.Frame(0);
                frameBefore = now;
            }
            inFirstFrame = prompt / (double)latencies.Count;
            latencies.Sort();
            return latencies.ToArray();
        }

        private static double SentAt(DialogueEvent happened)
        {
            return double.Parse(((TextDelta)happened).Text, CultureInfo.InvariantCulture);
        }

        private static void Serve(TcpListener listener, int tokens)
        {
            using (TcpClient client = listener.AcceptTcpClient())
            {
                client.NoDelay = true;
                NetworkStream socket = client.GetStream();
                socket.Read(new byte[4096], 0, 4096);
                Send(socket, Encoding.ASCII.GetBytes(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/connect+json\r\nTransfer-Encoding: chunked\r\n\r\n"));
                for (int token = 0; token < tokens; token++)
                {
                    Thread.Sleep(3);
                    string now = Watch.Elapsed.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture);
                    Chunk(socket, Envelope.Around(Encoding.UTF8.GetBytes(Message(token, now))));
                }
                byte[] end = Envelope.Around(Encoding.UTF8.GetBytes("{}"));
                end[0] = Envelope.EndOfStream;
                Chunk(socket, end);
                Send(socket, Encoding.ASCII.GetBytes("0\r\n\r\n"));
            }
        }

        private static void Chunk(NetworkStream socket, byte[] data)
        {
            byte[] head = Encoding.ASCII.GetBytes(data.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            var whole = new byte[head.Length + data.Length + 2];
            head.CopyTo(whole, 0);
            data.CopyTo(whole, head.Length);
            whole[whole.Length - 2] = (byte)'\r';
            whole[whole.Length - 1] = (byte)'\n';
            Send(socket, whole);
        }

        private static void Send(NetworkStream socket, byte[] data)
        {
            socket.Write(data, 0, data.Length);
        }
    }
}
