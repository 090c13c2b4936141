// Makes a user with a token, lists the users, takes the user away again: node users.js
// TACHIKOMA_CLIENT_URL=http(s)://<mail domain>:<administrator's token>@<host>:<port>
import { connect } from './tachikoma.js';

const { users, mailDomain } = connect(process.env.TACHIKOMA_CLIENT_URL);

const made = await users.call('AddFrontendUser', {
  mail_domain: mailDomain,
  active: true,
  authentication_role: 'FRONTEND',
  add_api_token: true,
});
console.log(`made ${made.user.auth_id.id}, its token is shown once`);

for await (const user of users.stream('GetFrontendUsers', { mail_domain: mailDomain })) {
  console.log(`${user.auth_id.id} ${user.authentication_role} ${user.active ? 'active' : 'inactive'}`);
}

await users.call('RemoveUser', { user_to_remove: made.user.auth_id });
console.log(`removed ${made.user.auth_id.id}`);
users.close();
