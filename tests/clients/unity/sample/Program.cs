using System;
using System.Reflection;
using System.Threading;
using UnityEngine;

namespace Npcgen.Sample
{
    /// <summary>
    /// Plays the package's sample: `mono sample.exe URL LINE...`. It says a line of its own at once; then
    /// each of these is typed and its button pressed. Prints what it draws, with the milliseconds since.
    /// </summary>
    internal static class Program
    {
        private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;

        private static void Main(string[] arguments)
        {
            SynchronizationContext.SetSynchronizationContext(new LoopContext());
            NpcClient.InScene().BaseUrl = arguments[0];
            FirstWords sample = new GameObject("FirstWords").AddComponent<FirstWords>();
            EngineLoop.Frame(0);
            Npc npc = sample.GetComponent<Npc>();
            Console.WriteLine("[Play]");
            Show(sample, npc);
            for (int at = 1; at < arguments.Length; at++)
            {
                GUILayout.Typed = arguments[at];
                GUILayout.Pressed = "Say";
                Draw(sample);
                Console.WriteLine();
                Console.WriteLine("[Say] " + arguments[at]);
                Show(sample, npc);
            }
        }

        // What the sample draws, as it grows.
        private static void Show(FirstWords sample, Npc npc)
        {
            double beganMs = NowMs();
            string[] drawn = Draw(sample);
            string shown = "";
            while (npc.State != TalkState.Idle || drawn[1] != shown)
            {
                if (drawn[1].StartsWith(shown) && drawn[1] != shown)
                {
                    Console.WriteLine("{0,6:0} ms  {1}", NowMs() - beganMs, drawn[1].Substring(shown.Length).Trim());
                }
                shown = drawn[1];
                EngineLoop.Frame(16);
                drawn = Draw(sample);
            }
            Console.WriteLine(string.Join("\n", drawn).Trim());
        }

        private static string[] Draw(FirstWords sample)
        {
            GUILayout.Written.Clear();
            typeof(FirstWords).GetMethod("OnGUI", Own).Invoke(sample, null);
            return GUILayout.Written.ToArray();
        }

        private static double NowMs()
        {
            return Time.realtimeSinceStartupAsDouble * 1000;
        }
    }
}
