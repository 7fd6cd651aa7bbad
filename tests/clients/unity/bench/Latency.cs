using System;
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
    /// A token's way from a socket's send to the callback that a game gave to an Npc. Each token's
    /// text is the moment at which it was sent.
    /// </summary>
    internal static class Latency
    {
        private static readonly Stopwatch Watch = Stopwatch.StartNew();

        internal static string Message(int sequence, string text)
        {
            return "{\"event\":{\"sequence\":" + sequence + ",\"turnId\":\"huCWZ1x3WMGU.1\",\"npcId\":\"brannoch\","
                + "\"textDelta\":{\"text\":\"" + text + "\"}}}";
        }

        /// <summary>With a frame whenever something came: what the package and the socket take.</summary>
        internal static Delays WithoutFrames(int tokens)
        {
            return Measure(tokens, 100, () => { });
        }

        /// <summary>With 60 frames a second, for the next of which a token waits.</summary>
        internal static Delays In60Frames(int tokens)
        {
            double next = 0;
            return Measure(tokens, 0, () =>
            {
                next = Math.Max(next + 1000 / 60.0, Watch.Elapsed.TotalMilliseconds);
                Thread.Sleep(Math.Max(0, (int)(next - Watch.Elapsed.TotalMilliseconds) - 1));
                while (Watch.Elapsed.TotalMilliseconds < next)
                {
                    // A sleep is a millisecond off, and so would be every frame.
                    Thread.SpinWait(50);
                }
            });
        }

        // A frame begins when something came, at the latest after `patienceMs`, once `wait` is over.
        private static Delays Measure(int tokens, int patienceMs, Action wait)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            new Thread(() => Serve(listener, tokens)) { IsBackground = true }.Start();
            NpcClient client = new GameObject("client").AddComponent<NpcClient>();
            client.BaseUrl = "http://" + listener.LocalEndpoint;
            Npc npc = new GameObject("npc").AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = "brannoch" });
            npc.ConversationId = "c";
            var delays = new Delays();
            double frameBefore = 0;
            Pending<Reply> reply = npc.Chat("Hello", onText: text =>
            {
                double sent = double.Parse(text, CultureInfo.InvariantCulture);
                delays.Add(Watch.Elapsed.TotalMilliseconds - sent, sent >= frameBefore);
            });
            while (!reply.IsDone)
            {
                wait();
                double began = Watch.Elapsed.TotalMilliseconds;
                EngineLoop.Frame(patienceMs);
                frameBefore = began;
            }
            UnityEngine.Object.Destroy(npc.gameObject);
            UnityEngine.Object.Destroy(client.gameObject);
            return delays;
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
