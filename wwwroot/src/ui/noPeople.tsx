import { address } from '../page';
import { Foot, Top } from './top';

/** Where nobody signs in, there is nothing that is somebody's. */
export function NoPeople() {
  return (
    <>
      <Top />
      <main>
        <section>
          <h1>Nobody signs in here</h1>
          <p class="muted">This gateway knows browsers, not people, so there is no page of your own.</p>
          <p class="go"><a class="button" href={address('')}>Go to your terminals</a></p>
        </section>
      </main>
      <Foot />
    </>
  );
}
