using System;
using System.IO;
using System.Text;
using System.Threading;
using UnityEngine;

namespace Npcgen.Driver
{
    /// <summary>
    /// The conformance driver (clients/conformance/README.md): the package's core and its
    /// UnityTransport, on an imitation of the engine's loop.
    /// </summary>
    internal static class Program
    {
        private static volatile bool quit;

        private static void Main()
        {
            SynchronizationContext.SetSynchronizationContext(new LoopContext());
            var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
            var calls = new Calls(output);
            new Thread(() => ReadLines(calls)) { IsBackground = true }.Start();
            while (!quit)
            {
                EngineLoop.Frame(5);
                calls.Tick();
            }
        }

        private static void ReadLines(Calls calls)
        {
            var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            string line;
            while ((line = input.ReadLine()) != null)
            {
                Order order = Order.Parse(line);
                if (order.Do == "quit")
                {
                    break;
                }
                EngineLoop.Post(() => calls.Begin(order));
            }
            EngineLoop.Post(() => quit = true);
        }
    }
}
